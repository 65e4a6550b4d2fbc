import { createHmac } from 'node:crypto';
import type { StackSettings } from './graph.ts';
import { createPolicyDocument } from './createPolicyDocument.ts';

type Invoke = (inputs: Readonly<Record<string, unknown>>, settings: StackSettings) => Record<string, unknown>;

/** The ids of AWS's managed policies by name, from the CloudFront documentation. */
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

/** Derives the password from the seed: unlike AWS, it must give the same one after a restart. */
const randomPassword: Invoke = ({ passwordLength, excludePunctuation }, { seed }) => {
  if (excludePunctuation !== true)
    throw new Error('The local cloud only makes passwords without punctuation');
  const length = typeof passwordLength === 'number' ? passwordLength : 32;
  let text = '';
  for (let block = 0; text.length < length; block++)
    text += createHmac('sha512', seed).update(`password ${block}`).digest('base64').replaceAll(/[+/=]/g, '');
  return { id: 'password', randomPassword: text.slice(0, length) };
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
  'aws:ec2/getVpc:getVpc': ({ id }) => ({ id, cidrBlock: '10.0.0.0/16' }),
  'aws:ec2/getPrefixList:getPrefixList': ({ name }, { region }) => ({
    id: name === `com.amazonaws.${region}.s3` ? 'pl-00000000000000000' : 'pl-00000000000000001',
    name,
  }),
  'aws:secretsmanager/getRandomPassword:getRandomPassword': randomPassword,
  'aws:iam/getPolicyDocument:getPolicyDocument': createPolicyDocument,
  'aws:cloudfront/getCachePolicy:getCachePolicy': managed,
  'aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy': managed,
};

/** Answers a provider function. Throws an error that names an unknown function. */
export function invoke(
  token: string,
  inputs: Readonly<Record<string, unknown>>,
  settings: StackSettings,
): Record<string, unknown> {
  const known = invokes[token];
  if (known === undefined) throw new Error(`The local cloud does not know the function ${token}.`);
  return known(inputs, settings);
}
