/**
 * Finds the failed ids of a batch in the response of the function. With `ReportBatchItemFailures` an empty, null or
 * absent list means that all succeeded; a malformed list or an unknown id means that all failed
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export function findFailedItems(
  answer: unknown,
  ids: readonly string[],
  reports: boolean,
): ReadonlySet<string> {
  if (!reports || answer === null || answer === undefined) return new Set();
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === null || failures === undefined) return new Set();
  if (!Array.isArray(failures)) return new Set(ids);
  const failed = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return failed.every((id) => typeof id === 'string' && ids.includes(id))
    ? new Set(failed as string[])
    : new Set(ids);
}
