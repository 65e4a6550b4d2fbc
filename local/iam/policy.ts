import { assertConditionKnown, assertVariablesKnown } from './condition.ts';
import { MalformedPolicyDocument } from './malformedPolicyDocument.ts';

/** A parsed statement; a single value is a list of one. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: Principals | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  /** Operator, key, values. */
  readonly conditions: readonly (readonly [operator: string, key: string, values: readonly string[]])[];
}

/** The principals of a statement: everyone (`*`), ARNs and accounts (`AWS`), service names (`Service`). */
export interface Principals {
  readonly everyone: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

export type Policy = readonly Statement[];

const toList = (value: unknown): string[] | undefined =>
  value === undefined ? undefined : (Array.isArray(value) ? value : [value]).map(String);

const KNOWN = new Set([
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Parses IAM's JSON. @param owner the owner of the policy, for error messages */
export function parsePolicy(document: string | object, owner: string): Policy {
  const value = (typeof document === 'string' ? JSON.parse(document) : document) as { Statement?: unknown };
  const statements = Array.isArray(value.Statement) ? (value.Statement as unknown[]) : [value.Statement];
  return statements.map((statement) => parseStatement(statement as Record<string, unknown>, owner));
}

function parseStatement(statement: Record<string, unknown>, owner: string): Statement {
  for (const key of Object.keys(statement))
    if (!KNOWN.has(key)) throw new MalformedPolicyDocument(`${owner}: a statement's ${key} is not supported`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw new MalformedPolicyDocument(`${owner}: a statement's Effect must be Allow or Deny`);
  if (statement.Action === undefined && statement.NotAction === undefined)
    throw new MalformedPolicyDocument(`${owner}: a statement must have an Action or a NotAction`);
  const conditions = Object.entries(
    (statement.Condition ?? {}) as Record<string, Record<string, unknown>>,
  ).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => [operator, key, toList(values) ?? []] as const),
  );
  for (const [operator, key, values] of conditions) {
    assertConditionKnown(operator, key, owner);
    assertVariablesKnown(values, owner);
  }
  for (const list of [statement.Resource, statement.NotResource])
    assertVariablesKnown(toList(list) ?? [], owner);
  return {
    sid: typeof statement.Sid === 'string' ? statement.Sid : undefined,
    effect: statement.Effect,
    principals: parsePrincipals(statement.Principal, owner),
    actions: toList(statement.Action),
    notActions: toList(statement.NotAction),
    resources: toList(statement.Resource),
    notResources: toList(statement.NotResource),
    conditions,
  };
}

function parsePrincipals(principal: unknown, owner: string): Principals | undefined {
  if (principal === undefined) return undefined;
  if (principal === '*') return { everyone: true, aws: [], services: [] };
  const { AWS, Service, ...others } = principal as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new MalformedPolicyDocument(`${owner}: principals of type ${other} are not supported`);
  const aws = toList(AWS) ?? [];
  return { everyone: aws.includes('*'), aws, services: toList(Service) ?? [] };
}
