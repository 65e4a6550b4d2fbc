import type { ViewerImage } from '../images/viewerImage.ts';
import type { Instance } from '../images/instance.ts';

/** Where a viewer's images come from: the page's own files, or jobs of the API. */
export interface Library {
  /** What there is to scroll through, as far as it is known. */
  readonly instances: readonly Instance[];
  /** Opens an image; its frames are loaded later. */
  open(key: string, signal: AbortSignal): Promise<ViewerImage | undefined>;
  /** What can be shown until then: one frame, `frameOf`. */
  preview(key: string, signal: AbortSignal): Promise<ViewerImage | undefined>;
  /** The frame that an image is first shown by. */
  getFirstFrame(key: string): number;
}
