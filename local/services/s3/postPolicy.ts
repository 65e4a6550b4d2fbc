import { AwsError } from '../../aws/awsError.ts';
import type { Keyring, AccessKey } from '../../aws/keyring.ts';
import { equalInConstantTime, hmac, parseScope, signingKey } from '../../aws/signature.ts';
import { findAccessKey } from '../../aws/verifySignature.ts';

/** The upload that a policy allows. */
export interface PostGrant {
  readonly key: AccessKey;
  readonly minBytes: number;
  readonly maxBytes: number | undefined;
}

const createPolicyError = (why: string): AwsError =>
  new AwsError('AccessDenied', `Invalid according to Policy: ${why}`, 403);

/** Returns true for a field that needs no condition. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
const isFree = (name: string): boolean =>
  ['x-amz-signature', 'file', 'policy'].includes(name) || name.startsWith('x-ignore-');

/**
 * Checks signature, expiration and every condition of a POST policy against the form; throws AwsError.
 * @param fields the fields by lower-case name, and `bucket`
 */
export function checkPostPolicy(fields: ReadonlyMap<string, string>, keys: Keyring, now: number): PostGrant {
  const policyText = fields.get('policy');
  if (policyText === undefined) throw new AwsError('AccessDenied', 'Access Denied', 403);
  const scope = parseScope(fields.get('x-amz-credential') ?? '');
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256' || scope === undefined)
    throw new AwsError(
      'InvalidArgument',
      'The form must be signed by AWS4-HMAC-SHA256 with X-Amz-Credential',
    );
  const key = findAccessKey(scope.accessKeyId, fields.get('x-amz-security-token'), keys);
  const signature = hmac(signingKey(key.secretAccessKey, scope), policyText).toString('hex');
  if (!equalInConstantTime(signature, fields.get('x-amz-signature') ?? ''))
    throw new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
      403,
    );
  const policy = parsePolicy(policyText);
  if (!(Date.parse(policy.expiration) > now)) throw createPolicyError('Policy expired.');
  const covered = new Set<string>();
  let [minBytes, maxBytes]: [number, number | undefined] = [0, undefined];
  for (const condition of policy.conditions) {
    if (Array.isArray(condition) && String(condition[0]).toLowerCase() === 'content-length-range') {
      [minBytes, maxBytes] = [Number(condition[1]), Number(condition[2])];
      if (Number.isNaN(minBytes) || Number.isNaN(maxBytes))
        throw new AwsError(
          'InvalidPolicyDocument',
          'Invalid Policy: content-length-range must have two numbers',
        );
    } else
      for (const [operator, name, value] of parseCondition(condition)) {
        covered.add(name);
        const given = fields.get(name);
        const holds = given !== undefined && (operator === 'eq' ? given === value : given.startsWith(value));
        if (!holds)
          throw createPolicyError(
            `Policy Condition failed: ${JSON.stringify([operator, `$${name}`, value])}`,
          );
      }
  }
  const extra = [...fields.keys()].find((name) => !isFree(name) && !covered.has(name));
  if (extra !== undefined && extra !== 'bucket') throw createPolicyError(`Extra input fields: ${extra}`);
  return { key, minBytes, maxBytes };
}

function parsePolicy(text: string): { expiration: string; conditions: unknown[] } {
  try {
    const policy = JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;
    if (typeof policy.expiration === 'string' && Array.isArray(policy.conditions))
      return { expiration: policy.expiration, conditions: policy.conditions as unknown[] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError(
    'InvalidPolicyDocument',
    'Invalid Policy: it must be JSON with expiration and conditions',
  );
}

/** Returns a condition as triples: `{"key": "x"}` is `["eq", "$key", "x"]`. */
function parseCondition(condition: unknown): (readonly ['eq' | 'starts-with', string, string])[] {
  if (Array.isArray(condition)) {
    const [operator, name, value] = condition.map(String);
    const lower = operator?.toLowerCase();
    if ((lower === 'eq' || lower === 'starts-with') && name?.startsWith('$') === true && value !== undefined)
      return [[lower, name.slice(1).toLowerCase(), value]];
  } else if (typeof condition === 'object' && condition !== null)
    return Object.entries(condition).map(([name, value]) => ['eq', name.toLowerCase(), String(value)]);
  throw new AwsError(
    'InvalidPolicyDocument',
    `Invalid Policy: invalid condition ${JSON.stringify(condition)}`,
  );
}
