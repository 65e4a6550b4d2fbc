import type { Caller } from '../aws/types.ts';
import { conditionHolds, substitute, type RequestContext } from './condition.ts';
import type { Policy, Principals, Statement } from './policy.ts';
import { wildcardMatches } from './wildcard.ts';

/** A request to evaluate: one action on one resource by one caller. */
export interface Question {
  readonly caller: Caller;
  readonly accountId: string;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = 'allowed' | 'denied' | 'unmentioned';

/** Evaluates the policies of an identity. */
export const decideByIdentity = (policies: readonly Policy[], question: Question): Decision =>
  decide(policies.flat(), question, () => true);

/** Evaluates the policy of a resource: for the caller itself, and for the account, which delegates to IAM. */
export const decideByResource = (
  policy: Policy,
  question: Question,
): { caller: Decision; account: Decision } => ({
  caller: decide(policy, question, ({ principals }) => namesCaller(principals, question, false)),
  account: decide(policy, question, ({ principals }) => namesCaller(principals, question, true)),
});

function decide(
  statements: readonly Statement[],
  question: Question,
  concerns: (statement: Statement) => boolean,
): Decision {
  let decision: Decision = 'unmentioned';
  for (const statement of statements) {
    if (!concerns(statement) || !applies(statement, question)) continue;
    if (statement.effect === 'Deny') return 'denied';
    decision = 'allowed';
  }
  return decision;
}

function applies(statement: Statement, { action, resource, context }: Question): boolean {
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
function namesCaller(principals: Principals | undefined, question: Question, account: boolean): boolean {
  if (principals === undefined) return false;
  const { caller, accountId } = question;
  if (principals.everyone) return true;
  if (caller.kind === 'service') return principals.services.includes(caller.arn);
  if (caller.kind === 'anonymous') return false;
  const own = [caller.arn, ...(caller.roleArn === undefined ? [] : [caller.roleArn])];
  if (principals.aws.some((arn) => own.includes(arn))) return true;
  return (
    account && principals.aws.some((arn) => arn === accountId || arn === `arn:aws:iam::${accountId}:root`)
  );
}
