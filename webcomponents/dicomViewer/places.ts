import type { Box } from '../../contract/image.ts';
import type { Job } from '../../contract/job.ts';

/** One box of one analyzer on one frame. */
export interface Place {
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

/** Every box of a job's results, the surest first within an analyzer. */
export function placesOf(job: Job | undefined): Place[] {
  if (!job) return [];
  return Object.entries(job.analyses).flatMap(([analyzer, { labels, text }]) => {
    const boxed = labels.flatMap(({ name, instances }, label) =>
      instances.map(({ frame, box, confidence }, index): Place => ({
        key: `${analyzer}/label/${label}/${index}`,
        analyzer,
        kind: 'label',
        name,
        confidence,
        frame,
        box,
      })),
    );
    const words = text.map(({ frame, box, confidence, text: name }, index): Place => ({
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
