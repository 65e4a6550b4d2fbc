import type { ViewerImage } from '../images/viewerImage.ts';
import type { Instance } from '../images/instance.ts';

/** A source of images for the viewer: local files, or jobs of the API. */
export interface Library {
  /** The instances known so far. */
  readonly instances: readonly Instance[];
  /** Opens an image. Its frames are loaded later. */
  open(key: string, signal: AbortSignal): Promise<ViewerImage | undefined>;
  /** Opens a preview of the frame returned by `getFirstFrame`, to be shown until the image is loaded. */
  preview(key: string, signal: AbortSignal): Promise<ViewerImage | undefined>;
  /** Returns the index of the frame to show first. */
  getFirstFrame(key: string): number;
}
