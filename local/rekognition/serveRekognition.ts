import type { AwsRequest } from '../aws/types.ts';
import type { LocalServices } from '../services/createServices.ts';
import { Rekognition, type ReadCallersObject } from './rekognition.ts';

/** Who answers for Rekognition behind the AWS endpoint. */
export type ServeRekognition = (
  services: LocalServices,
  now: () => number,
) => { warm(): void; close(): Promise<void> };

/** Puts Rekognition behind the AWS endpoint; objects are read with the caller's own permissions, as AWS does. */
export function serveRekognition(services: LocalServices, now: () => number): Rekognition {
  const rekognition = new Rekognition(now);
  const readFor =
    ({ caller }: AwsRequest): ReadCallersObject =>
    (bucket, key, version) =>
      services.readObject(caller, bucket, key, version);
  services.register('rekognition', {
    operations: {
      DetectLabels: async (input, request) => {
        request.authorize('rekognition:DetectLabels', '*');
        return rekognition.detectLabels(input, readFor(request));
      },
      DetectText: async (input, request) => {
        request.authorize('rekognition:DetectText', '*');
        return rekognition.detectText(input, readFor(request));
      },
    },
  });
  return rekognition;
}
