import { createHash } from 'node:crypto';
import type { ServeRekognition } from '../../local/rekognition/serveRekognition.ts';

/** Who answers: a table, not a model. */
const MODEL = 'labelled table keyed by content';

interface Input {
  readonly Image: { readonly S3Object: { readonly Bucket: string; readonly Name: string } };
}

/** Answers for Rekognition by the content's own hash: one label, no text, no model. Counts calls by operation and key. */
export function labelledRekognition(onCall: (operation: string, key: string) => void): ServeRekognition {
  return (services) => {
    services.register('rekognition', {
      operations: {
        DetectLabels: async ({ Image }: Input, request) => {
          request.authorize('rekognition:DetectLabels', '*');
          const { Bucket, Name } = Image.S3Object;
          const content = await services.readObject(request.caller, Bucket, Name);
          onCall('DetectLabels', Name);
          const label = createHash('sha256').update(content).digest('hex').slice(0, 12);
          return {
            Labels: [{ Name: label, Confidence: 90, Instances: [] }],
            LabelModelVersion: MODEL,
          };
        },
        DetectText: async ({ Image }: Input, request) => {
          request.authorize('rekognition:DetectText', '*');
          const { Bucket, Name } = Image.S3Object;
          await services.readObject(request.caller, Bucket, Name);
          onCall('DetectText', Name);
          return { TextDetections: [], TextModelVersion: MODEL };
        },
      },
    });
    return { warm: () => undefined, close: () => Promise.resolve() };
  };
}
