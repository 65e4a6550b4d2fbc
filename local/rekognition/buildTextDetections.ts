import { toBoundingBox, type BoundingBox } from './buildLabels.ts';
import type { RecognizedLine } from './textRecognitionWorker.ts';

export interface TextDetection {
  readonly DetectedText: string;
  readonly Type: 'LINE' | 'WORD';
  readonly Id: number;
  readonly ParentId?: number;
  readonly Confidence: number;
  readonly Geometry: {
    readonly BoundingBox: BoundingBox;
    readonly Polygon: readonly { X: number; Y: number }[];
  };
}

/** The most words that DetectText returns. */
const MAX_WORDS = 100;

type Found = Pick<RecognizedLine, 'text' | 'confidence' | 'bbox'>;

function buildGeometry({ bbox: { x0, y0, x1, y1 } }: Found, image: { width: number; height: number }) {
  const box = toBoundingBox({ left: x0, top: y0, right: x1, bottom: y1 }, image);
  const [right, bottom] = [box.Left + box.Width, box.Top + box.Height];
  return {
    BoundingBox: box,
    Polygon: [
      { X: box.Left, Y: box.Top },
      { X: right, Y: box.Top },
      { X: right, Y: bottom },
      { X: box.Left, Y: bottom },
    ],
  };
}

/**
 * Builds DetectText's lines and words: lines first, each word with its line as parent. Omits words below the confidence
 * and lines without words.
 */
export function buildTextDetections(
  lines: readonly RecognizedLine[],
  image: { width: number; height: number },
  minConfidence: number,
): TextDetection[] {
  let words = 0;
  const kept = lines
    .map((line) => ({
      ...line,
      words: line.words.filter(
        ({ text, confidence }) => text.trim() !== '' && confidence >= minConfidence && words++ < MAX_WORDS,
      ),
    }))
    .filter((line) => line.words.length > 0);
  const detection = (found: Found, Type: 'LINE' | 'WORD', Id: number) => ({
    DetectedText: found.text.trim(),
    Type,
    Id,
    Confidence: found.confidence,
    Geometry: buildGeometry(found, image),
  });
  let id = kept.length;
  return [
    ...kept.map((line, index) => detection(line, 'LINE', index)),
    ...kept.flatMap((line, index) =>
      line.words.map((word) => ({ ...detection(word, 'WORD', id++), ParentId: index })),
    ),
  ];
}
