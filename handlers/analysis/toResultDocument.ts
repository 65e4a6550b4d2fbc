import {
  type Box,
  type DetectedText,
  type Label,
  MAX_RESULT_BYTES,
  type ResultDocument,
} from '../../contract/index.ts';
import type { FrameLabels, FrameText } from '../adapters/detections.ts';
import { mapBox } from './mapBox.ts';

/** The detections in one rendition, and the rendition's position in its frame. */
export interface FrameDetections {
  frame: number;
  crop: Box;
  labels: FrameLabels;
  text: FrameText;
}

/** The bounds of the schema. What exceeds them is left out, the lowest confidence first. */
const MAX_LABELS = 5000;
const MAX_INSTANCES = 10_000;
const MAX_WORDS = 10_000;
const MAX_NAME_LENGTH = 200;
const MAX_WORD_LENGTH = 2000;

type Header = Pick<ResultDocument, 'jobId' | 'attempt' | 'analyzer' | 'createdAt'>;
type Detections = Pick<ResultDocument, 'labels' | 'text'>;

/**
 * Builds the result document. A label in several frames becomes one label with instances in each frame. A document that
 * exceeds the schema's bounds or `maxBytes` is cut, with the warning `results-cut`.
 */
export function toResultDocument(
  header: Header,
  frames: readonly FrameDetections[],
  keepText: boolean,
  maxBytes: number = MAX_RESULT_BYTES,
): ResultDocument {
  const model = frames.map((frame) => frame.labels.model).find((name) => name !== undefined);
  const all: Detections = {
    labels: mergeLabels(frames),
    text: frames.flatMap((frame) => frameText(frame, keepText)),
  };
  const build = (detections: Detections): ResultDocument => ({
    version: 1,
    ...header,
    ...(model === undefined ? {} : { model: model.slice(0, MAX_NAME_LENGTH) }),
    ...detections,
    ...(count(detections) === count(all) ? {} : { warnings: [warnOfCut(count(detections), count(all))] }),
  });
  let document = build(cut(all, 1));
  for (let share = 0.5; Buffer.byteLength(JSON.stringify(document)) > maxBytes && share > 1e-6; share /= 2)
    document = build(cut(all, share));
  return document;
}

const count = ({ labels, text }: Detections): number =>
  labels.reduce((sum, { instances }) => sum + 1 + instances.length, text.length);

const warnOfCut = (kept: number, all: number) => ({
  code: 'results-cut',
  message: `Only ${kept} of ${all} detections fit into the result. Those with the highest confidence were kept.`,
});

/** Returns a share of each list, within the bounds of the schema. */
const cut = ({ labels, text }: Detections, share: number): Detections => ({
  labels: mostConfident(labels, Math.min(MAX_LABELS, labels.length * share)).map((label) => ({
    ...label,
    instances: mostConfident(label.instances, Math.min(MAX_INSTANCES, label.instances.length * share)),
  })),
  text: mostConfident(text, Math.min(MAX_WORDS, text.length * share)),
});

/** Returns the items with the highest confidence, in their order. */
function mostConfident<T extends { confidence: number }>(items: readonly T[], size: number): T[] {
  if (items.length <= size) return [...items];
  const ranked = [...items].sort((a, b) => b.confidence - a.confidence);
  const kept = new Set(ranked.slice(0, Math.ceil(size)));
  return items.filter((item) => kept.has(item));
}

function mergeLabels(frames: readonly FrameDetections[]): Label[] {
  const byName = new Map<string, Label>();
  for (const { frame, crop, labels } of frames) {
    for (const { name, confidence, instances } of labels.labels) {
      if (name === '') continue;
      const label = byName.get(name) ?? {
        name: name.slice(0, MAX_NAME_LENGTH),
        confidence: 0,
        instances: [],
      };
      label.confidence = Math.max(label.confidence, percent(confidence));
      for (const instance of instances)
        label.instances.push({
          frame,
          box: mapBox(instance.box, crop),
          confidence: percent(instance.confidence),
        });
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
