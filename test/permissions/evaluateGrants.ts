import type { AuthorizedCall } from '../../local/iam/iam.ts';
import { createIam } from '../../local/iam/createIam.ts';
import { ACCOUNT_ID, REGION } from '../../local/graph/runProgram.ts';
import type { Graph } from '../../local/graph/graph.ts';
import { listGrants, roleOf, removeGrant, type Grant } from './grants.ts';

/** A grant with a call that would be denied without it, if there is one. */
export interface EvaluatedGrant extends Grant {
  readonly needed: AuthorizedCall | undefined;
}

/** Removes each grant in turn, and evaluates every recorded call of its role again. */
export function evaluateGrants(graph: Graph, calls: readonly AuthorizedCall[]): EvaluatedGrant[] {
  const byRole = new Map<string | undefined, AuthorizedCall[]>();
  for (const call of calls.filter(({ allowed }) => allowed)) {
    const { roleArn } = call.caller;
    byRole.set(roleArn, [...(byRole.get(roleArn) ?? []), call]);
  }
  return listGrants(graph).map((grant) => {
    const iam = createIam(removeGrant(graph, grant), {
      accountId: ACCOUNT_ID,
      region: REGION,
      now: () => Date.now(),
    });
    const own = byRole.get(roleOf(graph, grant.policy)) ?? [];
    return { ...grant, needed: own.find((call) => isDenied(iam, call)) };
  });
}

function isDenied(iam: ReturnType<typeof createIam>, call: AuthorizedCall): boolean {
  try {
    iam.authorize(call.caller, call.action, call.resource, call.context);
    return false;
  } catch {
    return true;
  }
}

/** Returns the denied calls of roles, each once. */
export const listDeniedCalls = (calls: readonly AuthorizedCall[]): string[] => [
  ...new Set(
    calls
      .filter(({ allowed, caller }) => !allowed && caller.kind === 'role')
      .map(({ caller, action, resource }) => `${caller.roleArn ?? caller.arn}: ${action} on ${resource}`),
  ),
];
