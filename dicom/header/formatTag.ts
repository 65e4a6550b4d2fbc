/** Formats a tag, given as a number or as dicom-parser writes it (`x00280010`), as `(gggg,eeee)`. */
export function formatTag(tag: number | string): string {
  const digits = typeof tag === 'number' ? tag.toString(16).padStart(8, '0') : tag.slice(1);
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}
