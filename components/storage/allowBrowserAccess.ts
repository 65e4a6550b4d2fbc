import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { StorageResources } from '../identity/definePermissions.ts';

/** Allows pages of these origins to upload to one bucket and to read from both. */
export function allowBrowserAccess(
  name: string,
  resources: StorageResources,
  origins: pulumi.Input<string>[],
  parent: pulumi.Resource,
): void {
  const allow = (part: 'uploads' | 'derived', allowedMethods: string[]) =>
    new aws.s3.BucketCorsConfiguration(
      `${name}-${part}`,
      {
        bucket: resources[part].bucket,
        corsRules: [
          {
            allowedOrigins: origins,
            allowedMethods,
            allowedHeaders: ['*'],
            exposeHeaders: ['etag', 'content-range', 'content-length', 'accept-ranges', 'x-amz-version-id'],
            maxAgeSeconds: 3600,
          },
        ],
      },
      { parent },
    );
  allow('uploads', ['GET', 'HEAD', 'POST']);
  allow('derived', ['GET', 'HEAD']);
}
