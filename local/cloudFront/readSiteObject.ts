import { createHash } from 'node:crypto';
import type { Caller } from '../aws/types.ts';
import type { Graph } from '../graph/graph.ts';
import type { SiteOptions } from './site.ts';
import type { LocalServices } from '../services/createServices.ts';

/** The content type and caching that an object was uploaded with, by the program itself. */
function headersOf(graph: Graph, bucket: string, key: string): Record<string, string> {
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

/** Reads the site's objects as CloudFront does, through S3 and the bucket's policy. */
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
      return { content, headers: { ...headersOf(graph, bucket, key), etag } };
    } catch (error) {
      if (error instanceof Error && ['AccessDenied', 'NoSuchKey'].includes(error.name)) return undefined;
      throw error;
    }
  };
}
