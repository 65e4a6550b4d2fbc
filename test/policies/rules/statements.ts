import { at, unwrap, first, parseJsonProperty } from '../reading.ts';

/** A statement of a policy in JSON. Mutants may lack any part. */
export type PolicyStatement = Record<string, unknown>;

/** Returns the statements of a policy, none if there is no policy. */
export function statementsOf(props: object | undefined, property = 'policy'): PolicyStatement[] {
  if (props === undefined) return [];
  const statements = at(parseJsonProperty(props, property), 'Statement');
  return Array.isArray(statements) ? (statements as PolicyStatement[]) : [];
}

export const listOf = (value: unknown): string[] =>
  value === undefined ? [] : (Array.isArray(value) ? [...(value as unknown[])] : [value]).map(String);

/** Tests whether a value is a valid statement. */
const isWhole = (statement: PolicyStatement): boolean =>
  ['Effect', 'Action', 'Resource'].every((part) => part in statement);

const allows = (statement: PolicyStatement): boolean => statement.Effect === 'Allow';

/** Tests whether every allowing statement is complete and passes the test. A policy without one fails. */
export const everyAllowing = (
  statements: PolicyStatement[],
  test: (statement: PolicyStatement) => boolean,
): boolean =>
  statements.length > 0 &&
  statements.every((statement) => isWhole(statement) && (!allows(statement) || test(statement)));

/** Tests whether a statement denies every action on all of these resources without TLS. */
export const deniesWithoutTls = (
  statements: PolicyStatement[],
  action: string,
  resources: unknown[],
): boolean =>
  first(
    statements,
    (statement) =>
      statement.Effect === 'Deny' &&
      statement.Principal === '*' &&
      listOf(statement.Action).join() === action &&
      at(statement, 'Condition.Bool.aws:SecureTransport') === 'false' &&
      resources.every((resource) => listOf(statement.Resource).includes(String(resource))),
  ) !== undefined;

/** Condition keys that bind a service principal to this account. Without one, any customer of the service has access. */
const BINDS = /^(aws:SourceArn|aws:SourceAccount|kms:EncryptionContext:aws:logs:arn)$/;

const isBound = (statement: PolicyStatement): boolean => {
  const conditions = statement.Condition;
  if (typeof conditions !== 'object' || conditions === null) return false;
  return Object.keys(unwrap(conditions)).some((operator) => {
    const keys = Reflect.get(conditions, operator) as Record<string, unknown>;
    return Object.keys(unwrap(keys))
      .filter((key) => BINDS.test(key))
      .some((key) => {
        const values = listOf(keys[key]);
        return values.length > 0 && values.every((value) => /\d{12}/.test(value));
      });
  });
};

/** Tests whether a statement names its principals: accounts and roles by ARN, services for this account only. */
export function namesPrincipal(statement: PolicyStatement): boolean {
  const principal = statement.Principal;
  if (typeof principal !== 'object' || principal === null) return false;
  const kinds = Object.keys(unwrap(principal));
  return (
    kinds.length > 0 &&
    kinds.every((kind) => {
      const names = listOf(Reflect.get(principal, kind));
      return kind === 'Service'
        ? names.length > 0 && names.every((name) => name.endsWith('.amazonaws.com')) && isBound(statement)
        : names.length > 0 && names.every((name) => /^arn:aws:iam::\d{12}:/.test(name));
    })
  );
}

export const namesPrincipals = (statements: PolicyStatement[]): boolean =>
  everyAllowing(statements, namesPrincipal);

export const hasExactActions = (statements: PolicyStatement[]): boolean =>
  everyAllowing(statements, ({ Action }) => {
    const actions = listOf(Action);
    return actions.length > 0 && actions.every((action) => /^[a-z0-9-]+:[A-Za-z]+$/.test(action));
  });
