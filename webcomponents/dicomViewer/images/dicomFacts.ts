import type { ImageHeader } from '../../../dicom/index.ts';
import type { Fact } from './viewerImage.ts';

/** Returns the facts of a header that are safe to show: the tags on the safe list and the name of the transfer syntax. */
export const listDicomFacts = (header: ImageHeader): Fact[] => [
  { name: 'TransferSyntax', value: header.transferSyntaxName },
  ...listTagFacts(header.tags),
];

/** Returns the tags of a job's `image.tags` or a header's `tags` as facts, without UIDs. */
export const listTagFacts = (
  tags: Partial<Record<string, string | number | readonly (string | number)[]>>,
): Fact[] =>
  Object.entries(tags)
    .filter(([name]) => !name.endsWith('UID'))
    .map(([name, value]) => ({
      name,
      value: Array.isArray(value) ? value.join(' \\ ') : String(value),
    }));
