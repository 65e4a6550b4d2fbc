/** A request to the worker: RGB pixels, 8 bits each. */
export interface DetectRequest {
  readonly id: number;
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The lowest score, from 0 to 1. */
  readonly minScore: number;
}

/** The worker's reply; boxes in pixels as [left, top, width, height]. */
export type DetectReply =
  | { readonly id: number; readonly objects: readonly DetectedObject[] }
  | { readonly id: number; readonly error: string };

export interface DetectedObject {
  readonly name: string;
  readonly score: number;
  readonly box: readonly [number, number, number, number];
}
