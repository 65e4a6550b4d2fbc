import type { Box } from '../../../contract/image.ts';
import type { Job } from '../../../contract/job.ts';

/** A box that an analyzer found on a frame. */
export interface Detection {
  key: string;
  analyzer: string;
  kind: 'label' | 'text';
  /** The label, or the detected text if it is kept. It is untrusted output of the analyzer and must be rendered as text. */
  name: string | undefined;
  /** From 0 to 100. */
  confidence: number;
  frame: number;
  box: Box;
}

/** The user's choice of the results to show. */
export interface DetectionFilter {
  /** The minimum confidence, from 0 to 100. */
  threshold: number;
  /** The analyzers whose boxes are hidden. */
  hidden: ReadonlySet<string>;
}

/** Returns the detections to draw on a frame. */
export const filterDetections = (
  detections: readonly Detection[],
  { hidden }: DetectionFilter,
  frame: number,
): Detection[] =>
  detections.filter((detection) => detection.frame === frame && !hidden.has(detection.analyzer));

/** Returns the detections of a job with at least this confidence, sorted by confidence within each analyzer. */
export function listDetections(job: Job | undefined, threshold = 0): Detection[] {
  if (!job) return [];
  const all = listAllDetections(job);
  return all.filter(({ confidence }) => confidence >= threshold);
}

function listAllDetections(job: Job): Detection[] {
  return Object.entries(job.analyses).flatMap(([analyzer, { labels, text }]) => {
    const boxed = labels.flatMap(({ name, instances }, label) =>
      instances.map(({ frame, box, confidence }, index): Detection => ({
        key: `${analyzer}/label/${label}/${index}`,
        analyzer,
        kind: 'label',
        name,
        confidence,
        frame,
        box,
      })),
    );
    const texts = text.map(({ frame, box, confidence, text: name }, index): Detection => ({
      key: `${analyzer}/text/${index}`,
      analyzer,
      kind: 'text',
      name,
      confidence,
      frame,
      box,
    }));
    return [...boxed.sort((a, b) => b.confidence - a.confidence), ...texts];
  });
}
