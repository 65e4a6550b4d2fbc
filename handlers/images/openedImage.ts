import type { AppliedWindow, ImageSummary, Warning } from '../../contract/index.ts';
import type { DisplayFrame } from '../../dicom/index.ts';

/** A frame as a reader would see it, with square pixels, not yet scaled for the analyzers. */
export interface Picture {
  frame: number;
  display: DisplayFrame;
  window?: AppliedWindow;
}

/** An image that was understood: what is told of it, and its chosen frames one after the other. */
export interface OpenedImage {
  image: ImageSummary;
  /** Repairs and doubts; more may come as the pictures are read. */
  warnings: () => Warning[];
  pictures: AsyncIterable<Picture>;
}
