import type { Box } from '../../../contract/image.ts';
import type { Job } from '../../../contract/job.ts';

/** One box of one analyzer on one frame. */
export interface Detection {
  key: string;
  analyzer: string;
  kind: 'label' | 'text';
  /** The label, or the words where they are kept; text of the analyzer's, never markup. */
  name: string | undefined;
  /** 0 to 100. */
  confidence: number;
  frame: number;
  box: Box;
}

/** What of the results a reader wants to see. */
export interface DetectionFilter {
  /** At least this confidence, 0 to 100. */
  threshold: number;
  /** Analyzers whose boxes are put away. */
  hidden: ReadonlySet<string>;
}

/** Those that are to be drawn over one frame. */
export const filterDetections = (
  detections: readonly Detection[],
  { hidden }: DetectionFilter,
  frame: number,
): Detection[] =>
  detections.filter((detection) => detection.frame === frame && !hidden.has(detection.analyzer));

/** Every box of a job's results that is sure enough, the surest first within an analyzer. */
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
    const words = text.map(({ frame, box, confidence, text: name }, index): Detection => ({
      key: `${analyzer}/text/${index}`,
      analyzer,
      kind: 'text',
      name,
      confidence,
      frame,
      box,
    }));
    return [...boxed.sort((a, b) => b.confidence - a.confidence), ...words];
  });
}
