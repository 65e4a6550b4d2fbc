import type { Graph } from './graph.ts';

/** What stands for a public origin on this machine: `https://d1….cloudfront.net` -> `http://localhost:4000`. */
export type OriginMap = ReadonlyMap<string, string>;

/** Where the graph's public names are served: the distribution by the site, buckets by the AWS endpoint. */
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

function mapped(value: unknown, origins: OriginMap): unknown {
  if (typeof value === 'string') {
    let text = value;
    for (const [from, to] of origins) text = text.replaceAll(from, to);
    return text;
  }
  if (Array.isArray(value)) return value.map((element: unknown) => mapped(element, origins));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || value instanceof Map)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapped(child, origins)]));
}

/**
 * The graph with every public origin replaced by where it is served here, in CORS rules, security policies, the page's
 * configuration and outputs: a browser on this machine cannot resolve the names that AWS would give.
 */
export function replaceOrigins(graph: Graph, origins: OriginMap): Graph {
  return {
    resources: graph.resources.map((resource) => ({
      ...resource,
      inputs: mapped(resource.inputs, origins) as Record<string, unknown>,
      outputs: mapped(resource.outputs, origins) as Record<string, unknown>,
    })),
    outputs: mapped(graph.outputs, origins) as Record<string, unknown>,
  };
}
