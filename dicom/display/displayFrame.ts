/** The applied window (PS3.3 C.11.2.1.2): centre and width in modality units. */
export interface AppliedWindow {
  center: number;
  width: number;
  function: WindowFunction;
  /** From the file, computed from the pixels, chosen by the user, or equivalent to the applied LUT. */
  source: 'file' | 'computed' | 'user' | 'lut';
}

export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** Display pixels: 8-bit levels, interleaved by pixel. */
export interface DisplayFrame {
  width: number;
  height: number;
  /** 1 is grey, 3 is RGB. */
  channels: 1 | 3;
  data: Uint8Array;
  window?: AppliedWindow;
}
