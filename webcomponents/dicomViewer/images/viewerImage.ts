/** Values of a VOI window (PS3.3 C.11.2.1.2), in the units of the modality LUT's output. */
export interface Voi {
  center: number;
  width: number;
}

/** What is shown of one frame: grey or colour levels of 8 bits, ready for a canvas. */
export interface Painted {
  width: number;
  height: number;
  /** RGBA, row by row. */
  pixels: ImageData;
}

/** A fact of the header that is safe to show, by its DICOM keyword or in plain words. */
export interface Fact {
  name: string;
  value: string;
}

/**
 * An image that the viewer can show, whatever it was. Width and height are as stored; `pixelAspect` is a pixel's height
 * by its width.
 */
export interface ViewerImage {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly pixelAspect: number;
  readonly facts: readonly Fact[];
  /** The file's own window, or one computed from the frame; the frame must have been loaded. */
  defaultVoi(frame: number): Voi;
  /** Reads and decodes a frame; kept until another one is asked for. */
  load(frame: number, signal: AbortSignal): Promise<void>;
  /** Paints the loaded frame; `undefined` takes the file's own window or LUT. */
  paint(frame: number, voi: Voi | undefined, invert: boolean): Painted;
  /** Bytes of pixels held. */
  readonly bytes: number;
  close(): void;
}
