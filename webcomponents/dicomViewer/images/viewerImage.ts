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

/** A window or LUT that a file brings: its number, its values where it is a window, and its writer's name for it. */
export interface FileVoi {
  pick: { windowIndex: number } | { lutIndex: number };
  window: Voi | undefined;
  explanation: string | undefined;
}

/** What is shown of one frame: grey or colour levels of 8 bits, ready for a canvas. */
export interface PaintedFrame {
  width: number;
  height: number;
  /** RGBA, row by row, or a picture that has them. */
  pixels: ImageData | HTMLCanvasElement;
}

export interface PaintOptions {
  /** Grey may come as the means of squares of so many pixels a side, default 1; colour comes whole. */
  step?: number;
  /** What an earlier call gave and nobody needs any more: where the size fits, it is painted over. */
  reuse?: ImageData | undefined;
}

/** A fact of the header that is safe to show, by its DICOM keyword or in plain words. */
export interface Fact {
  name: string;
  value: string;
}

/** What a frame's pixels are in the world. */
export interface FrameGeometry {
  calibration: Calibration;
  /** Undefined where the file does not say. */
  axes: PatientAxes | undefined;
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
  /** Where it belongs among others. The series' name is never shown, nor sent. */
  readonly stackFacts: Omit<Instance, 'key' | 'width' | 'height' | 'frames'>;
  /** As the file says, or undefined: how long each frame of a cine is shown. */
  readonly frameMs: number | undefined;
  /** The file says that it was compressed with loss. */
  readonly lossy: boolean;
  /** The file's own window, or one computed from the frame; the frame must have been loaded. */
  defaultVoi(frame: number): Voi;
  /** The window that a pick amounts to. */
  voiOf(frame: number, pick: VoiChoice): Voi;
  /** The windows and LUTs to choose from, those of the file. */
  fileVois(frame: number): readonly FileVoi[];
  geometry(frame: number): FrameGeometry;
  /** The pixels of a loaded frame in the modality's units. */
  sampler(frame: number): Sampler;
  /** Planes of graphics to lay over a frame, drawn in one colour; undefined where there are none. */
  overlay(frame: number): Promise<HTMLCanvasElement | undefined>;
  /** Whether a frame can be painted at once. */
  loaded(frame: number): boolean;
  /** How many decoded frames are kept. */
  readonly capacity: number;
  /** Reads and decodes a frame; kept within a bound. */
  load(frame: number, signal: AbortSignal): Promise<void>;
  /** Paints the loaded frame; `undefined` takes the file's own window or LUT. */
  paint(frame: number, voi: VoiChoice | undefined, invert: boolean, how?: PaintOptions): PaintedFrame;
  /** Bytes of pixels held. */
  readonly bytes: number;
  close(): void;
}
