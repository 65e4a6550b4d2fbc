import { BlockList, isIPv6 } from 'node:net';
import { MalformedPolicyDocument } from './malformedPolicyDocument.ts';
import { wildcardMatches } from './wildcard.ts';

/** Condition keys (in lower case) and their values. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

type Test = (value: string, expected: string) => boolean;

const parseTime = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

function isInNetwork(value: string, expected: string): boolean {
  const [address = '', bits] = expected.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  return list.check(value, isIPv6(value) ? 'ipv6' : 'ipv4');
}

/** Compares ARNs part by part, so that `*` does not match a colon, except in the last part. */
function isArnLike(value: string, expected: string): boolean {
  const parts = (arn: string) => {
    const split = arn.split(':');
    return [...split.slice(0, 5), split.slice(5).join(':')];
  };
  const given = parts(value);
  return parts(expected).every((part, index) => wildcardMatches(part, given[index] ?? ''));
}

/** The tests of IAM's operators. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (value, expected) => value === expected,
  StringEqualsIgnoreCase: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  StringLike: (value, expected) => wildcardMatches(expected, value),
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
  Bool: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  NumericEquals: (value, expected) => Number(value) === Number(expected),
  NumericLessThan: (value, expected) => Number(value) < Number(expected),
  NumericLessThanEquals: (value, expected) => Number(value) <= Number(expected),
  NumericGreaterThan: (value, expected) => Number(value) > Number(expected),
  NumericGreaterThanEquals: (value, expected) => Number(value) >= Number(expected),
  DateEquals: (value, expected) => parseTime(value) === parseTime(expected),
  DateLessThan: (value, expected) => parseTime(value) < parseTime(expected),
  DateLessThanEquals: (value, expected) => parseTime(value) <= parseTime(expected),
  DateGreaterThan: (value, expected) => parseTime(value) > parseTime(expected),
  DateGreaterThanEquals: (value, expected) => parseTime(value) >= parseTime(expected),
  IpAddress: isInNetwork,
};

const NEGATIONS: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

/** The condition keys that the local services supply; policies with other keys cannot be evaluated. */
const KEYS = [
  /^aws:(SecureTransport|RequestedRegion|CurrentTime|EpochTime|SourceIp)$/i,
  /^aws:(PrincipalArn|PrincipalAccount|PrincipalIsAWSService|SourceArn|SourceAccount)$/i,
  /^events:(source|detail-type)$/i,
  /^kms:(ViaService|EncryptionContext:aws:(s3|logs):arn)$/i,
  /^s3:(prefix|delimiter)$/i,
];

interface Operator {
  readonly quantifier: string | undefined;
  readonly name: string;
  readonly ifExists: boolean;
}

function parseOperator(operator: string): Operator {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(
    operator,
  ) ?? [undefined, undefined, operator, undefined];
  return { quantifier, name, ifExists: ifExists !== undefined };
}

/** Throws MalformedPolicyDocument for an operator or a key that cannot be evaluated. */
export function assertConditionKnown(operator: string, key: string, owner: string): void {
  const { name } = parseOperator(operator);
  if (name !== 'Null' && !(name in NEGATIONS) && !(name in TESTS))
    throw new MalformedPolicyDocument(`${owner}: the condition operator ${operator} is not supported`);
  if (!KEYS.some((known) => known.test(key)))
    throw new MalformedPolicyDocument(`${owner}: the condition key ${key} is not supported`);
}

/** Throws MalformedPolicyDocument for a policy variable that has no value. */
export function assertVariablesKnown(values: readonly string[], owner: string): void {
  for (const value of values)
    for (const [whole, variable = ''] of value.matchAll(VARIABLE))
      if (!ESCAPES.includes(variable) && !KEYS.some((known) => known.test(variable)))
        throw new MalformedPolicyDocument(`${owner}: the policy variable ${whole} is not supported`);
}

/** Returns true if one line of a Condition holds. */
export function conditionHolds(
  operator: string,
  key: string,
  values: readonly string[],
  context: RequestContext,
): boolean {
  const { quantifier, name, ifExists } = parseOperator(operator);
  const given = context.get(key.toLowerCase());
  if (name === 'Null') return values.includes(String(given === undefined || given.length === 0));
  const negated = name in NEGATIONS;
  const test = TESTS[negated ? NEGATIONS[name]! : name]!;
  const expected = values.map((value) => substitute(value, context));
  const holds = (value: string) => expected.some((each) => test(value, each)) !== negated;
  if (given === undefined || given.length === 0)
    return ifExists || quantifier === 'ForAllValues' || (negated && quantifier === undefined);
  return quantifier === 'ForAllValues' || (negated && quantifier === undefined)
    ? given.every(holds)
    : given.some(holds);
}

const VARIABLE = /\$\{([^}]+)\}/g;
const ESCAPES = ['*', '?', '$'];

/** Replaces policy variables such as `${aws:PrincipalArn}`. */
export const substitute = (text: string, context: RequestContext): string =>
  text.replace(VARIABLE, (whole, variable: string) => {
    if (ESCAPES.includes(variable)) return variable;
    return context.get(variable.toLowerCase())?.[0] ?? whole;
  });
