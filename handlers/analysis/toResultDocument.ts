import type { Box, DetectedText, Label, ResultDocument } from '../../contract/index.ts';
import type { FrameLabels, FrameText } from '../adapters/detections.ts';
import { mapBox } from './mapBox.ts';

/** The detections in one rendition, and the rendition's position in its frame. */
export interface FrameDetections {
  frame: number;
  crop: Box;
  labels: FrameLabels;
  text: FrameText;
}

/** The schema's bounds, which keep a document well below Lambda's 6 MB. Items with the lowest confidence are dropped. */
const MAX_LABELS = 5000;
const MAX_WORDS = 10_000;
const MAX_WORD_LENGTH = 2000;

/** Builds the result document. A label in several frames becomes one label with instances in each frame. */
export function toResultDocument(
  header: Pick<ResultDocument, 'jobId' | 'attempt' | 'analyzer' | 'createdAt'>,
  frames: readonly FrameDetections[],
  keepText: boolean,
): ResultDocument {
  const model = frames.map((frame) => frame.labels.model).find((name) => name !== undefined);
  return {
    version: 1,
    ...header,
    ...(model === undefined ? {} : { model: model.slice(0, 200) }),
    labels: mergeLabels(frames).slice(0, MAX_LABELS),
    text: frames.flatMap((frame) => frameText(frame, keepText)).slice(0, MAX_WORDS),
  };
}

function mergeLabels(frames: readonly FrameDetections[]): Label[] {
  const byName = new Map<string, Label>();
  for (const { frame, crop, labels } of frames) {
    for (const { name, confidence, instances } of labels.labels) {
      if (name === '') continue;
      const label = byName.get(name) ?? { name: name.slice(0, 200), confidence: 0, instances: [] };
      label.confidence = Math.max(label.confidence, percent(confidence));
      label.instances.push(
        ...instances.map((instance) => ({
          frame,
          box: mapBox(instance.box, crop),
          confidence: percent(instance.confidence),
        })),
      );
      byName.set(name, label);
    }
  }
  return [...byName.values()].sort((a, b) => b.confidence - a.confidence || (a.name < b.name ? -1 : 1));
}

const frameText = ({ frame, crop, text }: FrameDetections, keepText: boolean): DetectedText[] =>
  text.words.map((word) => ({
    frame,
    box: mapBox(word.box, crop),
    confidence: percent(word.confidence),
    ...(keepText && word.text !== undefined ? { text: word.text.slice(0, MAX_WORD_LENGTH) } : {}),
  }));

const percent = (value: number): number => Math.min(100, Math.max(0, value));
