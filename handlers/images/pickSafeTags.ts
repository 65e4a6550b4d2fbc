import { SAFE_TAGS, SafeTags } from '../../contract/index.ts';

/** Picks the values of the tags in `SAFE_TAGS` that are within the contract's bounds. */
export function pickSafeTags(tags: Readonly<Record<string, unknown>>): SafeTags {
  const present = SAFE_TAGS.filter((keyword) => tags[keyword] !== undefined);
  const safe: Record<string, unknown> = Object.fromEntries(
    present.map((keyword) => [keyword, tags[keyword]]),
  );
  // Nearly every file is within the bounds, and one validation of all values saves time on the first image.
  for (;;) {
    const parsed = SafeTags.safeParse(safe);
    if (parsed.success) return parsed.data;
    // The forms of values are checked once all are within the bounds, so that a second round can find more.
    for (const { path } of parsed.error.issues) Reflect.deleteProperty(safe, path[0]!);
  }
}
