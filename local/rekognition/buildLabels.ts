import type { DetectedObject } from './detectionMessages.ts';
import { formatLabelName, findParents } from './categories.ts';

/** A part of an image, from 0 to 1. */
export interface BoundingBox {
  readonly Left: number;
  readonly Top: number;
  readonly Width: number;
  readonly Height: number;
}

export interface Label {
  readonly Name: string;
  readonly Confidence: number;
  readonly Instances: readonly { readonly BoundingBox: BoundingBox; readonly Confidence: number }[];
  readonly Parents: readonly { readonly Name: string }[];
  readonly Aliases: readonly [];
  readonly Categories: readonly [];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Converts pixels to ratios of the image, clipped at its edges. */
export function toBoundingBox(
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
  image: { width: number; height: number },
): BoundingBox {
  const [Left, Top] = [clamp(left / image.width), clamp(top / image.height)];
  return {
    Left,
    Top,
    Width: clamp(right / image.width) - Left,
    Height: clamp(bottom / image.height) - Top,
  };
}

/** Groups objects by class into Rekognition's labels, by descending confidence: that of the best instance. */
export function buildLabels(
  objects: readonly DetectedObject[],
  image: { width: number; height: number },
  maxLabels: number,
): Label[] {
  const byName = new Map<string, DetectedObject[]>();
  for (const object of objects) byName.set(object.name, [...(byName.get(object.name) ?? []), object]);
  const labels = [...byName].map(([name, found]) => {
    const Instances = found
      .map(({ score, box: [left, top, width, height] }) => ({
        BoundingBox: toBoundingBox({ left, top, right: left + width, bottom: top + height }, image),
        Confidence: score * 100,
      }))
      .sort((a, b) => b.Confidence - a.Confidence);
    return {
      Name: formatLabelName(name),
      Confidence: Instances[0]?.Confidence ?? 0,
      Instances,
      Parents: findParents(name),
      Aliases: [] as const,
      Categories: [] as const,
    };
  });
  return labels.sort((a, b) => b.Confidence - a.Confidence).slice(0, maxLabels);
}
