import type { Caller } from '../aws/types.ts';
import { conditionHolds, substitute, type RequestContext } from './condition.ts';
import type { Policy, Principals, Statement } from './policy.ts';
import { wildcardMatches } from './wildcard.ts';

/** A request to evaluate: one action on one resource by one caller. */
export interface AccessRequest {
  readonly caller: Caller;
  readonly accountId: string;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = 'allowed' | 'denied' | 'unmentioned';

/** Evaluates the policies of an identity. */
export const decideByIdentity = (policies: readonly Policy[], request: AccessRequest): Decision =>
  decide(policies.flat(), request, () => true);

/** Evaluates the policy of a resource: for the caller itself, and for the account, which delegates to IAM. */
export const decideByResource = (
  policy: Policy,
  request: AccessRequest,
): { caller: Decision; account: Decision } => ({
  caller: decide(policy, request, ({ principals }) => namesCaller(principals, request, false)),
  account: decide(policy, request, ({ principals }) => namesCaller(principals, request, true)),
});

function decide(
  statements: readonly Statement[],
  request: AccessRequest,
  concerns: (statement: Statement) => boolean,
): Decision {
  let decision: Decision = 'unmentioned';
  for (const statement of statements) {
    if (!concerns(statement) || !applies(statement, request)) continue;
    if (statement.effect === 'Deny') return 'denied';
    decision = 'allowed';
  }
  return decision;
}

function applies(statement: Statement, { action, resource, context }: AccessRequest): boolean {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const isAction = (pattern: string) => wildcardMatches(pattern, action, true);
  const isResource = (pattern: string) => wildcardMatches(substitute(pattern, context), resource);
  if (actions !== undefined && !actions.some(isAction)) return false;
  if (notActions?.some(isAction) === true) return false;
  if (resources !== undefined && !resources.some(isResource)) return false;
  if (notResources?.some(isResource) === true) return false;
  return conditions.every(([operator, key, values]) => conditionHolds(operator, key, values, context));
}

/** Returns true if a statement's Principal names the caller or, with `account`, the caller's account. */
function namesCaller(principals: Principals | undefined, request: AccessRequest, account: boolean): boolean {
  if (principals === undefined) return false;
  const { caller, accountId } = request;
  if (principals.everyone) return true;
  if (caller.kind === 'service') return principals.services.includes(caller.arn);
  if (caller.kind === 'anonymous') return false;
  const own = [caller.arn, ...(caller.roleArn === undefined ? [] : [caller.roleArn])];
  if (principals.aws.some((arn) => own.includes(arn))) return true;
  return (
    account && principals.aws.some((arn) => arn === accountId || arn === `arn:aws:iam::${accountId}:root`)
  );
}
