import { DetectLabelsCommand, DetectTextCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import type { FrameLabels, FrameText } from './detections.ts';
import { tracer } from '../support/powertools.ts';

/** Retries throttled calls within the function's time, because a failed message would use up one of its receives. */
const client = tracer.captureAWSv3Client(new RekognitionClient({ maxAttempts: 12, retryMode: 'adaptive' }));

/** Detects labels. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html */
export async function detectLabels(
  bucket: string,
  key: string,
  minConfidence: number,
  maxLabels: number,
  abortSignal: AbortSignal,
): Promise<FrameLabels> {
  const response = await client.send(
    new DetectLabelsCommand({
      Image: { S3Object: { Bucket: bucket, Name: key } },
      MinConfidence: minConfidence,
      MaxLabels: maxLabels,
    }),
    { abortSignal },
  );
  return {
    model: response.LabelModelVersion,
    labels: (response.Labels ?? []).map((label) => ({
      name: label.Name ?? '',
      confidence: label.Confidence ?? 0,
      instances: (label.Instances ?? []).map((instance) => ({
        box: toBox(instance.BoundingBox),
        confidence: instance.Confidence ?? 0,
      })),
    })),
  };
}

/** Detects words, not lines. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectText.html */
export async function detectText(
  bucket: string,
  key: string,
  minConfidence: number,
  abortSignal: AbortSignal,
): Promise<FrameText> {
  const response = await client.send(
    new DetectTextCommand({
      Image: { S3Object: { Bucket: bucket, Name: key } },
      Filters: { WordFilter: { MinConfidence: minConfidence } },
    }),
    { abortSignal },
  );
  return {
    words: (response.TextDetections ?? [])
      .filter((detection) => detection.Type === 'WORD')
      .map((detection) => ({
        text: detection.DetectedText ?? '',
        confidence: detection.Confidence ?? 0,
        box: toBox(detection.Geometry?.BoundingBox),
      })),
  };
}

const toBox = (
  box: {
    Left?: number | undefined;
    Top?: number | undefined;
    Width?: number | undefined;
    Height?: number | undefined;
  } = {},
) => ({ left: box.Left ?? 0, top: box.Top ?? 0, width: box.Width ?? 0, height: box.Height ?? 0 });
