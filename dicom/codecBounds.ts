import type { Deadline } from './deadline.ts';

/** The bounds of a decoder's run. */
export interface CodecBounds {
  /** The number of samples that the codestream's header gives. */
  samples: number;
  deadline: Deadline;
  /** The size that is decoded where the resolution is reduced; the decoders report the full one. Default: full. */
  size?: { width: number; height: number };
}
