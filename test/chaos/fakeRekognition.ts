import { createHash } from 'node:crypto';
import type { AwsRequest } from '../../local/aws/types.ts';
import type { ServeRekognition } from '../../local/rekognition/serveRekognition.ts';

/** The model version in responses. */
const MODEL = 'labelled table keyed by content';

interface Input {
  readonly Image: { readonly S3Object: { readonly Bucket: string; readonly Name: string } };
}

export type DetectOperation = 'DetectLabels' | 'DetectText';

type OnCall = (operation: DetectOperation, key: string) => void | Promise<void>;

/**
 * Creates a Rekognition that returns one label derived from the content's hash, and no text.
 * @param onCall called for every call that succeeds and so would be billed
 * @param before called before each response. An error that it throws becomes the response
 */
export function fakeRekognition(onCall: OnCall, before?: OnCall): ServeRekognition {
  return (services) => {
    const operation =
      (name: DetectOperation, answer: (content: Buffer) => object) =>
      async ({ Image }: Input, request: AwsRequest) => {
        request.authorize(`rekognition:${name}`, '*');
        const { Bucket, Name } = Image.S3Object;
        await before?.(name, Name);
        const content = await services.readObject(request.caller, Bucket, Name);
        await onCall(name, Name);
        return answer(content);
      };
    services.register('rekognition', {
      operations: {
        DetectLabels: operation('DetectLabels', (content) => ({
          Labels: [
            {
              Name: createHash('sha256').update(content).digest('hex').slice(0, 12),
              Confidence: 90,
              Instances: [],
            },
          ],
          LabelModelVersion: MODEL,
        })),
        DetectText: operation('DetectText', () => ({ TextDetections: [], TextModelVersion: MODEL })),
      },
    });
    return { warm: () => undefined, close: () => Promise.resolve() };
  };
}
