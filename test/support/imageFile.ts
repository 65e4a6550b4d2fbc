import { writeDicom, type Element, type FileOptions, type Value } from './writeDicom.ts';

export interface ImageOptions extends FileOptions {
  rows?: number;
  columns?: number;
  frames?: number;
  samples?: number;
  photometric?: string;
  bitsAllocated?: number;
  bitsStored?: number;
  highBit?: number;
  signed?: boolean;
  planar?: number;
  /** Values for Pixel Data; null leaves it out. */
  pixels?: Value | null;
  pixelTag?: number;
  pixelVr?: string;
  /** Further elements; they replace default ones of the same tag. */
  elements?: Element[];
}

/** Writes a small image object: 2 x 2 pixels of 8 bits, MONOCHROME2, unless the options say otherwise. */
export function imageFile(options: ImageOptions = {}): Uint8Array<ArrayBuffer> {
  const { rows = 2, columns = 2, samples = 1, frames, bitsAllocated = 8, elements = [] } = options;
  const bitsStored = options.bitsStored ?? bitsAllocated;
  const defaults: Element[] = [
    [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'],
    [0x00280002, 'US', samples],
    [0x00280004, 'CS', options.photometric ?? (samples === 3 ? 'RGB' : 'MONOCHROME2')],
    [0x00280010, 'US', rows],
    [0x00280011, 'US', columns],
    [0x00280100, 'US', bitsAllocated],
    [0x00280101, 'US', bitsStored],
    [0x00280102, 'US', options.highBit ?? bitsStored - 1],
    [0x00280103, 'US', options.signed === true ? 1 : 0],
  ];
  if (samples === 3) defaults.push([0x00280006, 'US', options.planar ?? 0]);
  if (frames !== undefined) defaults.push([0x00280008, 'IS', String(frames)]);
  const count = rows * columns * samples * (frames ?? 1);
  const pixels = options.pixels === undefined ? Array.from({ length: count }, (_, at) => at) : options.pixels;
  if (pixels !== null)
    defaults.push([
      options.pixelTag ?? 0x7fe00010,
      options.pixelVr ?? (bitsAllocated === 16 ? 'OW' : 'OB'),
      pixels,
    ]);
  const given = new Set(elements.map(([tag]) => tag));
  return writeDicom([...defaults.filter(([tag]) => !given.has(tag)), ...elements], options);
}
