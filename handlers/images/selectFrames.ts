/** Which frames of a multi-frame image are rendered. */
export type FrameSelection = 'representative' | 'all' | 'spread';

/** An event carries a reference for each rendition, and has 200 KB. */
const MOST_FRAMES = 256;

/**
 * The frames to render, in order, at most `max` of them. `representative`: the middles of as many equal parts, so that
 * one frame is the middle one. `spread`: evenly from the first to the last. `all`: the first ones.
 */
export function selectFrames(frames: number, selection: FrameSelection, max: number): number[] {
  const count = Math.min(frames, Math.max(1, Math.floor(max)), MOST_FRAMES);
  return Array.from({ length: count }, (_, index) => {
    if (selection === 'all' || count === frames) return index;
    if (selection === 'spread' && count > 1) return Math.round((index * (frames - 1)) / (count - 1));
    return Math.floor(((index + 0.5) * frames) / count);
  });
}
