/** The rule that selects the frames of a multi-frame image. */
export type FrameSelection = 'representative' | 'all' | 'spread';

/** An event of at most 200 KB carries a reference for each rendition. */
const MAX_FRAMES = 256;

/**
 * Returns the frames to render, in order, at most `max`. `representative` divides the frames into equal parts and takes
 * the middle of each. `spread` takes evenly spaced frames from the first to the last. `all` takes the first frames.
 */
export function selectFrames(frames: number, selection: FrameSelection, max: number): number[] {
  const count = Math.min(frames, Math.max(1, Math.floor(max)), MAX_FRAMES);
  return Array.from({ length: count }, (_, index) => {
    if (selection === 'all' || count === frames) return index;
    if (selection === 'spread' && count > 1) return Math.round((index * (frames - 1)) / (count - 1));
    return Math.floor(((index + 0.5) * frames) / count);
  });
}
