import type * as z from 'zod';
import { type JobError, MAX_RESULT_BYTES, ResultDocument, resultKey } from '../../contract/index.ts';
import {
  ObjectForbiddenError,
  ObjectNotFoundError,
  ObjectTooLargeError,
  readDocument,
} from '../adapters/objects.ts';

/** An analyzer's result document as it was read, or the reason why it cannot be used. */
export interface ResultReading {
  /** The version that was read. Undefined if the document is missing or may not be read. */
  version?: string;
  document?: ResultDocument;
  error?: JobError;
}

/** Reads an analyzer's result. A document that cannot be used is no exception, but the analyzer's failure. */
export async function readResult(
  bucket: string,
  { tenant, jobId }: { tenant: string; jobId: string },
  analyzer: string,
  attempt: number,
): Promise<ResultReading> {
  try {
    const { value, versionId } = await readDocument(bucket, resultKey(analyzer, tenant, jobId, attempt));
    return { ...versioned(versionId), ...checkDocument(value, jobId, analyzer, attempt) };
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return invalid(analyzer, 'is missing');
    if (error instanceof ObjectForbiddenError)
      return invalid(analyzer, 'may not be read by the stack, or its encryption key may not be used');
    if (error instanceof ObjectTooLargeError)
      return {
        ...versioned(error.versionId),
        ...invalid(analyzer, `exceeds ${MAX_RESULT_BYTES} bytes`),
      };
    throw error;
  }
}

function checkDocument(value: unknown, jobId: string, analyzer: string, attempt: number): ResultReading {
  if (value === undefined) return invalid(analyzer, 'is not valid JSON');
  const parsed = ResultDocument.safeParse(value);
  if (!parsed.success)
    return invalid(analyzer, `does not match the published schema at ${nameField(parsed.error)}`);
  const { data } = parsed;
  const foreign = data.jobId !== jobId ? 'jobId' : data.analyzer !== analyzer ? 'analyzer' : undefined;
  const field = foreign ?? (data.attempt !== attempt ? 'attempt' : undefined);
  return field === undefined
    ? { document: data }
    : invalid(analyzer, `has another job's value at '${field}'`);
}

/** Names the first wrong field. Its value may be patient data. */
function nameField({ issues: [issue] }: z.ZodError): string {
  const path = issue?.path.map(String).join('.') ?? '';
  return path === '' ? 'its root' : `'${path.slice(0, 200)}'`;
}

const invalid = (analyzer: string, problem: string): ResultReading => ({
  error: {
    code: 'invalid-result',
    message: `The result of '${analyzer}' ${problem}. Fix the analyzer, then retry it.`,
  },
});

const versioned = (version: string | undefined): ResultReading => (version === undefined ? {} : { version });
