import * as z from 'zod';

/** A box relative to the rendition, as the service returned it. It can extend slightly beyond the rendition. */
const RawBox = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() });

/** The response of DetectLabels for one rendition, as it is stored. */
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

/** The response of DetectText for one rendition, as it is stored. The text is absent unless it may be kept. */
export const FrameText = z.object({
  words: z.array(z.object({ text: z.string().optional(), confidence: z.number(), box: RawBox })),
});

export type RawBox = z.infer<typeof RawBox>;
export type FrameLabels = z.infer<typeof FrameLabels>;
export type FrameText = z.infer<typeof FrameText>;
