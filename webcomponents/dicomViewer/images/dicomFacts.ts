import type { ImageHeader } from '../../../dicom/index.ts';
import type { Fact } from './viewerImage.ts';

/** The header's facts that may be shown: those of the safe list, and the transfer syntax by name. */
export const listDicomFacts = (header: ImageHeader): Fact[] => [
  { name: 'TransferSyntax', value: header.transferSyntaxName },
  ...listTagFacts(header.tags),
];

/** The safe tags as a job's `image.tags` or a header's `tags` hold them; the UIDs are shown by name elsewhere. */
export const listTagFacts = (
  tags: Partial<Record<string, string | number | readonly (string | number)[]>>,
): Fact[] =>
  Object.entries(tags)
    .filter(([name]) => !name.endsWith('UID'))
    .map(([name, value]) => ({
      name,
      value: Array.isArray(value) ? value.join(' \\ ') : String(value),
    }));
