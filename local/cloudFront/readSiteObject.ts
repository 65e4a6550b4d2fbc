import { createHash } from 'node:crypto';
import type { Caller } from '../aws/types.ts';
import type { Graph } from '../graph/graph.ts';
import type { SiteOptions } from './site.ts';
import type { LocalServices } from '../services/createServices.ts';

/** Returns the content type and caching headers that the program gives an object. */
function findHeaders(graph: Graph, bucket: string, key: string): Record<string, string> {
  const object = graph.resources.find(
    ({ type, inputs }) =>
      type === 'aws:s3/bucketObjectv2:BucketObjectv2' && inputs.bucket === bucket && inputs.key === key,
  );
  const { contentType, cacheControl } = object?.inputs ?? {};
  return {
    'content-type': typeof contentType === 'string' ? contentType : 'binary/octet-stream',
    ...(typeof cacheControl === 'string' ? { 'cache-control': cacheControl } : {}),
  };
}

/** Creates a reader of the site's objects that goes through S3 and the bucket policy, as CloudFront does. */
export function readSiteObject(graph: Graph, services: LocalServices): SiteOptions['readObject'] {
  return async (bucket, key, distributionArn) => {
    const caller: Caller =
      distributionArn === undefined
        ? { arn: 'anonymous', kind: 'anonymous' }
        : { arn: 'cloudfront.amazonaws.com', kind: 'service' };
    const context = distributionArn === undefined ? {} : { 'aws:SourceArn': distributionArn };
    try {
      const content = await services.readObject(caller, bucket, key, undefined, context);
      const etag = `"${createHash('md5').update(content).digest('hex')}"`;
      return { content, headers: { ...findHeaders(graph, bucket, key), etag } };
    } catch (error) {
      if (error instanceof Error && ['AccessDenied', 'NoSuchKey'].includes(error.name)) return undefined;
      throw error;
    }
  };
}
