/** A function from a modality value to a display level from 0 to 255, not yet rounded. */
export type LevelFunction = (value: number) => number;

/** Stored values of a range that are padding (PS3.3 C.7.5.1.1.2). */
export interface PaddingRange {
  low: number;
  high: number;
}

/** The transforms that make display levels of a frame's grey stored values. */
export interface GreyTransforms {
  modality: LevelFunction;
  level: LevelFunction;
  inverse: boolean;
  padding: PaddingRange | undefined;
  /** Larger stored values never get smaller levels, or never larger ones: a window over slope and intercept. */
  monotone: boolean;
}

/** The levels of a frame by its stored values' bits, read as unsigned numbers. */
export interface LevelTable {
  codes: Uint8Array | Uint16Array;
  table: Uint8Array;
  signed: boolean;
  /** The first and last value inside the window, where there is one: all others have the level of one of its ends. */
  inside?: { low: number; high: number };
}
