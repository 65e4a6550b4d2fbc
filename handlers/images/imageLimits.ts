/** What may be decoded with the memory at hand. */
export interface ImageLimits {
  /** Most pixels in a frame. */
  pixels: number;
  /** Most bytes of an ordinary image, which is read whole. */
  fileBytes: number;
}

const MEGABYTE = 1 << 20;
/** What Node, the SDK and the codecs take before any image. */
const RUNTIME_MEGABYTES = 350;
/** RGBA, the decoder's own planes, RGB, and the rendition beside them. */
const BYTES_A_PIXEL = 16;

/** Bounds for a function of so many megabytes; never more than 2^28 pixels. */
export function imageLimits(memoryMegabytes: number): ImageLimits {
  const free = Math.max(64, memoryMegabytes - RUNTIME_MEGABYTES) * MEGABYTE;
  return { pixels: Math.min(2 ** 28, Math.floor(free / BYTES_A_PIXEL)), fileBytes: Math.floor(free / 6) };
}
