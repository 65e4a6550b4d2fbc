import { begin, beginRaw, decode, isExhausted } from './arithmetic';
import { cleanupPass } from './cleanupPass';
import { FLAGS, VALUES, ZERO_CODING } from './places';
import { refinementPass } from './refinementPass';
import { significancePass } from './significancePass';
import { resetContexts, UNIFORM } from './state';
import { beginBlock, pitch, stripes } from './stripes';

/** Code-block styles (ITU T.800 table A.19). */
const BYPASS: u32 = 1;
const RESET: u32 = 2;
const CAUSAL: u32 = 8;
const SEGMENTATION: u32 = 32;

/** The passes of a bit-plane in order (D.3). The first plane has only the last one. */
const SIGNIFICANCE: u32 = 0;
const REFINEMENT: u32 = 1;
const CLEANUP: u32 = 2;

/**
 * Decodes the coding passes of a code-block (ITU T.800 D) into `VALUES`: columns of four samples. A sample has its sign in the
 * highest bit, then its doubled magnitude, which includes half of the last decoded bit-plane.
 * @param bytes the bytes of all segments, and four readable bytes after them
 * @param segments pairs of u32: the bytes and the passes of each segment
 * @param kind of the subband: 0 LL, 1 HL, 2 LH, 3 HH
 * @param planes the number of coded bit-planes
 * @returns false if the segments are too short or a segmentation symbol is wrong (D.5)
 */
export function decodePasses(
  bytes: usize, segments: usize, count: u32, width: u32, height: u32, kind: u32, planes: u32, style: u32,
): bool {
  beginBlock(width, height, ZERO_CODING + ((<usize>kind) << 9), (style & CAUSAL) != 0);
  memory.fill(FLAGS, 0, pitch * (stripes + 2));
  memory.fill(VALUES, 0, <usize>(stripes * width) << 4);
  resetContexts();
  let plane = planes;
  let pass = CLEANUP;
  for (let segment: u32 = 0; segment < count; segment++) {
    const length = load<u32>(segments + 8 * segment);
    let passes = load<u32>(segments + 8 * segment, 4);
    const isRaw = (style & BYPASS) != 0 && plane + 4 <= planes && pass != CLEANUP;
    if (isRaw) beginRaw(bytes, length);
    else begin(bytes, length);
    bytes += length;
    for (; passes > 0 && plane > 0; passes--) {
      const magnitude: u32 = <u32>3 << (plane - 1);
      if (pass == SIGNIFICANCE) significancePass(magnitude, isRaw);
      else if (pass == REFINEMENT) refinementPass(plane, isRaw);
      else {
        cleanupPass(magnitude);
        if ((style & SEGMENTATION) != 0 && !isSegmentation() && passes > 1) return false;
      }
      if (isExhausted()) return false;
      if (style & RESET) resetContexts();
      if (pass == CLEANUP) {
        pass = SIGNIFICANCE;
        plane--;
      } else pass++;
    }
  }
  return true;
}

/** Decodes a segmentation symbol and returns true if it is 1010 (D.5). */
function isSegmentation(): bool {
  let symbols: u32 = 0;
  for (let index = 0; index < 4; index++) symbols = (symbols << 1) | decode(UNIFORM);
  return symbols == 10;
}
