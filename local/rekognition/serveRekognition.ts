import type { AwsRequest } from '../aws/types.ts';
import type { LocalServices } from '../services/createServices.ts';
import { Rekognition, type ReadCallersObject } from './rekognition.ts';

/** Adds an implementation of Rekognition to the AWS endpoint. */
export type ServeRekognition = (
  services: LocalServices,
  now: () => number,
) => { warm(): void; close(): Promise<void> };

/** Adds Rekognition to the AWS endpoint. Reads objects with the caller's permissions, as AWS does. */
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
