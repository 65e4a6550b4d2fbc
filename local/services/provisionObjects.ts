import type { Graph, GraphAsset } from '../graph/graph.ts';
import type { S3 } from './s3/s3.ts';

/** Puts the objects that the program declares, such as the portal's files. */
export async function provisionObjects(graph: Graph, s3: S3): Promise<void> {
  for (const { type, inputs } of graph.resources) {
    if (type !== 'aws:s3/bucketObjectv2:BucketObjectv2') continue;
    const headers: Record<string, string> = {};
    if (typeof inputs.contentType === 'string') headers['content-type'] = inputs.contentType;
    if (typeof inputs.cacheControl === 'string') headers['cache-control'] = inputs.cacheControl;
    const target = { bucket: String(inputs.bucket), key: String(inputs.key) };
    await s3.provision(target, readContent(inputs), headers);
  }
}

function readContent(inputs: Readonly<Record<string, unknown>>): Buffer {
  for (const given of [inputs.content, inputs.source]) {
    if (typeof given === 'string') return Buffer.from(given);
    if (typeof given === 'object' && given !== null && 'content' in given)
      return (given as GraphAsset).content;
  }
  if (typeof inputs.contentBase64 === 'string') return Buffer.from(inputs.contentBase64, 'base64');
  throw new Error(`The object ${String(inputs.key)} has no content.`);
}
