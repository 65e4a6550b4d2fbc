/** Limits on the resources that an untrusted file may use. Each has its own error code. */
export interface Limits {
  /** Nesting of sequences (`too-deep`). */
  depth: number;
  /** Elements and items in the header (`too-many-elements`). */
  elements: number;
  /** Bytes before the pixel data (`header-too-large`). */
  headerBytes: number;
  /** Pixels of one frame (`too-large`). */
  framePixels: number;
  /** Number of frames (`too-large`). */
  frames: number;
}

export const DEFAULT_LIMITS: Limits = {
  depth: 64,
  elements: 250_000,
  headerBytes: 2 ** 26,
  framePixels: 2 ** 28,
  frames: 100_000,
};
