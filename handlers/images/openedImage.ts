import type { AppliedWindow, ImageSummary, Warning } from '../../contract/index.ts';
import type { DisplayFrame } from '../../dicom/index.ts';

/** A frame as a reader sees it, with square pixels, before scaling for the analyzers. */
export interface Picture {
  frame: number;
  display: DisplayFrame;
  window?: AppliedWindow;
}

/** An opened image: its summary and its selected frames. */
export interface OpenedImage {
  image: ImageSummary;
  /** Returns the warnings so far. Reading pictures can add more. */
  warnings: () => Warning[];
  pictures: AsyncIterable<Picture>;
}
