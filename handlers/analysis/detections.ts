import * as z from 'zod';

/** A box as the service gave it: of the rendition, and perhaps a little outside of it. */
const RawBox = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() });

/** What DetectLabels answered for one rendition, as it is kept so that it is asked for once only. */
export const FrameLabels = z.object({
  model: z.string().optional(),
  labels: z.array(
    z.object({
      name: z.string(),
      confidence: z.number(),
      instances: z.array(z.object({ box: RawBox, confidence: z.number() })),
    }),
  ),
});

/** What DetectText answered for one rendition; the words are absent unless they may be kept. */
export const FrameText = z.object({
  words: z.array(z.object({ text: z.string().optional(), confidence: z.number(), box: RawBox })),
});

export type RawBox = z.infer<typeof RawBox>;
export type FrameLabels = z.infer<typeof FrameLabels>;
export type FrameText = z.infer<typeof FrameText>;
