import { SAFE_TAGS, SafeTags } from '../../contract/index.ts';

/** Of header values by keyword, what the contract's list names, each alone within the contract's bounds. */
export function pickSafeTags(tags: Readonly<Record<string, unknown>>): SafeTags {
  const present = SAFE_TAGS.filter((keyword) => tags[keyword] !== undefined);
  const safe: Record<string, unknown> = Object.fromEntries(
    present.map((keyword) => [keyword, tags[keyword]]),
  );
  // All at once, which a first image waits for; nearly every file keeps within the bounds.
  const whole = SafeTags.safeParse(safe);
  if (whole.success) return whole.data;
  for (const { path } of whole.error.issues) Reflect.deleteProperty(safe, path[0]!);
  return SafeTags.parse(safe);
}
