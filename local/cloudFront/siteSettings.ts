import type { Graph, GraphResource } from '../graph/graph.ts';
import { compileResponseHeaders } from './responseHeaders.ts';

/** The origin of a behavior: a bucket, or the HTTP API. */
export type Origin =
  | { readonly kind: 'bucket'; readonly bucket: string; readonly path: string; readonly signed: boolean }
  | { readonly kind: 'api'; readonly headers: Readonly<Record<string, string>> };

/** One cache behavior. */
export interface Behaviour {
  /** Undefined for the default behavior. */
  readonly pathPattern: RegExp | undefined;
  readonly methods: readonly string[];
  readonly origin: Origin;
  readonly headersFor: (origin: string | undefined) => Readonly<Record<string, string>>;
}

/** A CloudFront distribution. */
export interface SiteSettings {
  readonly distributionArn: string;
  readonly defaultRootObject: string;
  /** The behaviors in order; the default one last. */
  readonly behaviours: readonly Behaviour[];
}

interface OriginInput {
  originId: string;
  domainName: string;
  originPath?: string;
  originAccessControlId?: string;
  customHeaders?: { name: string; value: string }[];
}

interface BehaviourInput {
  pathPattern?: string;
  targetOriginId: string;
  allowedMethods: string[];
  responseHeadersPolicyId?: string;
}

/** Compiles a path pattern: `*` matches any characters, `?` one. */
const compilePathPattern = (pattern: string): RegExp =>
  new RegExp(
    `^/?${pattern
      .replace(/^\//, '')
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

function readOrigin(graph: Graph, input: OriginInput): Origin {
  const { domainName, originPath = '', originAccessControlId } = input;
  const bucket = graph.resources.find(
    ({ type, outputs }) =>
      type === 'aws:s3/bucket:Bucket' &&
      [outputs.bucketRegionalDomainName, outputs.bucketDomainName].includes(domainName),
  );
  if (bucket !== undefined)
    return {
      kind: 'bucket',
      bucket: bucket.id,
      path: originPath,
      signed: originAccessControlId !== undefined,
    };
  const api = graph.resources.find(
    ({ type, outputs }) =>
      type === 'aws:apigatewayv2/api:Api' && outputs.apiEndpoint === `https://${domainName}`,
  );
  if (api === undefined || originPath !== '')
    throw new Error(
      `Origin ${input.originId} (${domainName}${originPath}) is neither a bucket nor an API of this graph`,
    );
  return {
    kind: 'api',
    headers: Object.fromEntries(
      (input.customHeaders ?? []).map(({ name, value }) => [name.toLowerCase(), value]),
    ),
  };
}

/** Reads the distribution of the graph; undefined if it has none. */
export function readSiteSettings(graph: Graph): SiteSettings | undefined {
  const [distribution, ...others] = graph.resources.filter(
    ({ type }) => type === 'aws:cloudfront/distribution:Distribution',
  );
  if (distribution === undefined) return undefined;
  if (others.length > 0) throw new Error('The local cloud serves only one distribution');
  const { inputs, outputs, name } = distribution;
  const origins = new Map(
    (inputs.origins as OriginInput[]).map((origin) => [origin.originId, readOrigin(graph, origin)]),
  );
  const policies = new Map<string, GraphResource>(
    graph.resources
      .filter(({ type }) => type === 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy')
      .map((policy) => [policy.id, policy]),
  );
  const readBehaviour = (input: BehaviourInput): Behaviour => {
    const origin = origins.get(input.targetOriginId);
    if (origin === undefined) throw new Error(`${name}: there is no origin ${input.targetOriginId}`);
    const policy = policies.get(input.responseHeadersPolicyId ?? '');
    if (input.responseHeadersPolicyId !== undefined && policy === undefined)
      throw new Error(
        `${name}: the local cloud does not know the headers policy ${input.responseHeadersPolicyId}`,
      );
    return {
      pathPattern: input.pathPattern === undefined ? undefined : compilePathPattern(input.pathPattern),
      methods: input.allowedMethods,
      origin,
      headersFor: policy === undefined ? () => ({}) : compileResponseHeaders(policy.inputs),
    };
  };
  return {
    distributionArn: String(outputs.arn),
    defaultRootObject: typeof inputs.defaultRootObject === 'string' ? inputs.defaultRootObject : '',
    behaviours: [
      ...((inputs.orderedCacheBehaviors ?? []) as BehaviourInput[]),
      inputs.defaultCacheBehavior as BehaviourInput,
    ].map(readBehaviour),
  };
}
