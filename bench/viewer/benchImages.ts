import { existsSync, readFileSync } from 'node:fs';
import { fullSizeFile } from '../decode/fullSizeFile.ts';
import { imageFile } from '../../test/support/imageFile.ts';
import type { BenchImage } from './benchPage.ts';

const SHARED = '../shared/dicom/';

/** The images of `../shared` by kind, path and number of frames. */
const FILES = {
  'CT 512² uncompressed': ['dicom-test-files/WG04/REF/CT1_UNC', 1],
  'CT 512² JPEG lossless': ['dicom-test-files/WG04/JPLL/CT1_JPLL', 1],
  'CT 512² JPEG-LS': ['dicom-test-files/WG04/JLSL/CT1_JLSL', 1],
  'CT 512² JPEG 2000': ['cornerstone3D/CT1_J2KR', 1],
  'MG 14 MP JPEG 2000': ['dicom-test-files/WG04/J2KI/MG1_J2KI', 1],
  'US 34 frames': ['grailbio/I_000002.dcm', 34],
} as const satisfies Record<string, readonly [string, number]>;

const LARGE_FRAMES = 500;
const LARGE_SIDE = 512;

export type ImageKind = keyof typeof FILES | '5 MP uncompressed' | '250 MB, 500 frames';

/**
 * Loads the images of the comparison. If `../shared` is absent, logs the names of the images that it skips.
 *
 * @param words selects the kinds whose name contains this text; by default all
 */
export function benchImages(words = ''): { bytes: Map<string, Buffer>; images: Map<ImageKind, BenchImage> } {
  const bytes = new Map<string, Buffer>();
  const images = new Map<ImageKind, BenchImage>();
  const add = (kind: ImageKind, name: string, contents: () => Uint8Array, frames: number): void => {
    if (!kind.toLowerCase().includes(words.toLowerCase())) return;
    images.set(kind, { name, index: bytes.size, frames });
    const { buffer, byteOffset, byteLength } = contents();
    bytes.set(name, Buffer.from(buffer, byteOffset, byteLength));
  };
  for (const [kind, [path, frames]] of Object.entries(FILES) as [
    keyof typeof FILES,
    readonly [string, number],
  ][])
    if (existsSync(SHARED + path)) add(kind, `${bytes.size}.dcm`, () => readFileSync(SHARED + path), frames);
    else console.log(`left out, not there: ${SHARED}${path}`);
  add('5 MP uncompressed', 'full.dcm', fullSizeFile, 1);
  add('250 MB, 500 frames', 'large.dcm', largeFile, LARGE_FRAMES);
  return { bytes, images };
}

function largeFile(): Uint8Array {
  const pixels = new Uint16Array(LARGE_FRAMES * LARGE_SIDE * LARGE_SIDE);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at ^ (at >> 9)) & 0xfff;
  return imageFile({
    rows: LARGE_SIDE,
    columns: LARGE_SIDE,
    frames: LARGE_FRAMES,
    bitsAllocated: 16,
    bitsStored: 12,
    pixels: new Uint8Array(pixels.buffer),
    elements: [[0x00080060, 'CS', 'OT']],
  });
}
