import type { Box, DetectedText, Label, ResultDocument } from '../../contract/index.ts';
import type { FrameLabels, FrameText } from './detections.ts';
import { mapBox } from './mapBox.ts';

/** One rendition's answers, and where it lies in its frame. */
export interface FrameDetections {
  frame: number;
  crop: Box;
  labels: FrameLabels;
  text: FrameText;
}

/** The schema's bounds: a document of both stays far under Lambda's 6 MB and is cut, the surest first. */
const MAX_LABELS = 5000;
const MAX_WORDS = 10_000;
const MAX_WORD_LENGTH = 2000;

/** The result document of all frames: a label seen in several is one label with instances in each. */
export function toResultDocument(
  about: Pick<ResultDocument, 'jobId' | 'attempt' | 'analyzer' | 'createdAt'>,
  answers: readonly FrameDetections[],
  keepText: boolean,
): ResultDocument {
  const model = answers.map((answer) => answer.labels.model).find((name) => name !== undefined);
  return {
    version: 1,
    ...about,
    ...(model === undefined ? {} : { model: model.slice(0, 200) }),
    labels: mergeLabels(answers).slice(0, MAX_LABELS),
    text: answers.flatMap((answer) => frameText(answer, keepText)).slice(0, MAX_WORDS),
  };
}

function mergeLabels(answers: readonly FrameDetections[]): Label[] {
  const byName = new Map<string, Label>();
  for (const { frame, crop, labels } of answers) {
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
