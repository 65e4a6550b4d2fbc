import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import type { Calibration } from '../measuring/calibration.ts';
import type { Sampler } from '../measuring/measure.ts';
import type { PatientAxes } from '../measuring/patientAxes.ts';
import type { Instance } from './instance.ts';

/** Values of a VOI window (PS3.3 C.11.2.1.2), in the units of the modality LUT's output. */
export interface Voi {
  center: number;
  width: number;
}

/** A window or LUT from the file: its index, its values if it is a window, and its explanation in the file. */
export interface FileVoi {
  pick: { windowIndex: number } | { lutIndex: number };
  window: Voi | undefined;
  explanation: string | undefined;
}

/** A frame as 8-bit grey or colour levels, ready for a canvas. */
export interface PaintedFrame {
  width: number;
  height: number;
  /** RGBA row by row, or a canvas that contains them. */
  pixels: ImageData | HTMLCanvasElement;
}

export interface PaintOptions {
  /** The side of the squares that grey pixels may be averaged over; defaults to 1. Colour is never reduced. */
  step?: number;
  /** The result of an earlier call, to be overwritten if its size fits. */
  reuse?: ImageData | undefined;
}

/** A fact of the header that is safe to show, named by a keyword such as `Modality`. */
export interface Fact {
  name: string;
  value: string;
}

/** The physical size and orientation of a frame's pixels. */
export interface FrameGeometry {
  calibration: Calibration;
  /** Undefined if the file does not state them. */
  axes: PatientAxes | undefined;
}

/**
 * An image of any format that the viewer can show. Width and height are as stored. `pixelAspect` is the height of a pixel
 * divided by its width.
 */
export interface ViewerImage {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly pixelAspect: number;
  readonly facts: readonly Fact[];
  /** The facts that assign the image to a stack. The series is neither shown nor sent. */
  readonly stackFacts: Omit<Instance, 'key' | 'width' | 'height' | 'frames'>;
  /** The duration of a cine frame from the file; undefined if it does not state one. */
  readonly frameMs: number | undefined;
  /** The file states that its pixels were compressed with loss. */
  readonly lossy: boolean;
  /** Returns the file's window, or one computed from the frame, which must be loaded. */
  defaultVoi(frame: number): Voi;
  /** Returns the window that a choice results in. */
  voiOf(frame: number, pick: VoiChoice): Voi;
  /** Returns the windows and LUTs of the file. */
  fileVois(frame: number): readonly FileVoi[];
  geometry(frame: number): FrameGeometry;
  /** Returns access to the values of a loaded frame, in the modality's units. */
  sampler(frame: number): Sampler;
  /** Draws the overlay planes of a frame in one colour; undefined if there are none. */
  overlay(frame: number): Promise<HTMLCanvasElement | undefined>;
  /** Returns true if a frame can be painted without loading. */
  loaded(frame: number): boolean;
  /** The number of decoded frames that are kept. */
  readonly capacity: number;
  /** Reads and decodes a frame, and caches it up to a limit. */
  load(frame: number, signal: AbortSignal): Promise<void>;
  /** Paints a loaded frame; `undefined` selects the file's window or LUT. */
  paint(frame: number, voi: VoiChoice | undefined, invert: boolean, how?: PaintOptions): PaintedFrame;
  /** The bytes of pixels in memory. */
  readonly bytes: number;
  close(): void;
}
