import type { StackSettings } from './graph.ts';
import { policyDocument } from './policyDocument.ts';

type Invoke = (inputs: Readonly<Record<string, unknown>>, settings: StackSettings) => Record<string, unknown>;

/** AWS's managed policies by name, as the CloudFront documentation lists their ids. */
const MANAGED: Readonly<Record<string, string>> = {
  'Managed-CachingOptimized': '658327ea-f89d-4fab-a63d-7e88639e58f6',
  'Managed-CachingDisabled': '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  'Managed-AllViewerExceptHostHeader': 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
};

const managed: Invoke = ({ name }) => {
  const id = MANAGED[String(name)];
  if (id === undefined) throw new Error(`The local cloud does not know the managed policy ${String(name)}`);
  return { id, name };
};

const invokes: Readonly<Record<string, Invoke>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': (_inputs, { accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/local-admin`,
    userId: 'AIDALOCALADMIN',
  }),
  'aws:index/getRegion:getRegion': (_inputs, { region }) => ({ id: region, name: region, region }),
  'aws:index/getPartition:getPartition': () => ({
    id: 'aws',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:iam/getPolicyDocument:getPolicyDocument': policyDocument,
  'aws:cloudfront/getCachePolicy:getCachePolicy': managed,
  'aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy': managed,
};

/** Answers a provider's function; one that is not known is an error that names it. */
export function invoke(
  token: string,
  inputs: Readonly<Record<string, unknown>>,
  settings: StackSettings,
): Record<string, unknown> {
  const known = invokes[token];
  if (known === undefined) throw new Error(`The local cloud does not know the function ${token}.`);
  return known(inputs, settings);
}
