import type { Graph } from './graph.ts';

/** Local origins by public origin, such as `http://localhost:4400` by `https://d1….cloudfront.net`. */
export type OriginMap = ReadonlyMap<string, string>;

/** Maps the graph's public origins: the distribution to the portal, buckets to the AWS endpoint. */
export function mapOrigins(graph: Graph, portalUrl: string, awsEndpointUrl: string): OriginMap {
  const origins = new Map<string, string>();
  for (const { type, outputs } of graph.resources) {
    if (type === 'aws:cloudfront/distribution:Distribution')
      origins.set(`https://${String(outputs.domainName)}`, portalUrl);
    if (type === 'aws:s3/bucket:Bucket')
      for (const name of [outputs.bucketRegionalDomainName, outputs.bucketDomainName])
        origins.set(`https://${String(name)}`, awsEndpointUrl);
  }
  return origins;
}

function replaceIn(value: unknown, origins: OriginMap): unknown {
  if (typeof value === 'string') {
    let text = value;
    for (const [from, to] of origins) text = text.replaceAll(from, to);
    return text;
  }
  if (Array.isArray(value)) return value.map((element: unknown) => replaceIn(element, origins));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || value instanceof Map)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, replaceIn(child, origins)]));
}

/**
 * Returns the graph with each public origin replaced by its local one, in CORS rules, security policies, the portal's
 * configuration and outputs: a browser on this machine cannot resolve the names that AWS would assign.
 */
export function replaceOrigins(graph: Graph, origins: OriginMap): Graph {
  return {
    ...graph,
    resources: graph.resources.map((resource) => ({
      ...resource,
      inputs: replaceIn(resource.inputs, origins) as Record<string, unknown>,
      outputs: replaceIn(resource.outputs, origins) as Record<string, unknown>,
    })),
    outputs: replaceIn(graph.outputs, origins) as Record<string, unknown>,
  };
}
