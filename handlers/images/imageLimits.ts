/** The sizes that fit into the function's memory. */
export interface ImageLimits {
  /** The largest number of pixels in a frame. */
  pixels: number;
  /** The largest size of an ordinary image file, which is read as a whole. */
  fileBytes: number;
}

const MEGABYTE = 1 << 20;
/** The memory of Node, the SDK and the codecs without an image. */
const RUNTIME_MEGABYTES = 350;
/** RGBA, the decoder's planes, RGB and the rendition. */
const BYTES_PER_PIXEL = 16;

/** Returns the limits for a function's memory. They never exceed 2^28 pixels. */
export function imageLimits(memoryMegabytes: number): ImageLimits {
  const free = Math.max(64, memoryMegabytes - RUNTIME_MEGABYTES) * MEGABYTE;
  return { pixels: Math.min(2 ** 28, Math.floor(free / BYTES_PER_PIXEL)), fileBytes: Math.floor(free / 6) };
}
