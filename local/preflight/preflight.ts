import type { Graph } from '../graph/graph.ts';
import { UsageError } from '../usageError.ts';
import type { Around, Check } from './check.ts';
import { FUNCTIONS } from './checks/functions.ts';
import { MESSAGING } from './checks/messaging.ts';
import { NAMES } from './checks/names.ts';
import { POLICIES } from './checks/policies.ts';
import { SERVICES } from './checks/services.ts';

/** The checks for mistakes that otherwise only a deployment would show. */
export const CHECKS: readonly Check[] = [...NAMES, ...FUNCTIONS, ...MESSAGING, ...POLICIES, ...SERVICES];

/** A resource that AWS would reject, with the failed check and the accepted values. */
export interface Refusal {
  readonly check: string;
  readonly type: string;
  readonly name: string;
  readonly message: string;
}

/** The quota of a new account is 10 in some regions; AWS raises it to this one as an account is used. */
const LAMBDA_CONCURRENCY = 1000;

/**
 * Finds the resources of a graph that AWS would reject.
 *
 * @param around.lambdaConcurrency the account's quota of runs at once; default 1000
 */
export function preflight(
  { resources }: Pick<Graph, 'resources'>,
  around: Pick<Around, 'region'> & Partial<Pick<Around, 'lambdaConcurrency'>>,
): Refusal[] {
  const whole: Around = { lambdaConcurrency: LAMBDA_CONCURRENCY, ...around, resources };
  return resources.flatMap((resource) =>
    CHECKS.filter(({ types }) => types === undefined || types.includes(resource.type)).flatMap((check) => {
      const message = check.refusal(resource, whole);
      return message === undefined
        ? []
        : [{ check: check.name, type: resource.type, name: resource.name, message }];
    }),
  );
}

/** Formats refusals, with resources that fail in the same way on one line. */
export function linesOf(refusals: readonly Refusal[]): string[] {
  const alike = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    const key = `${refusal.check} ${refusal.message}`;
    alike.set(key, [...(alike.get(key) ?? []), refusal]);
  }
  return [...alike.values()].map(([first, ...others]) => {
    const { check, type, name, message } = first!;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return `${check}: ${type} \`${name}\`${more}: ${message}`;
  });
}

/** Reports every resource that AWS would reject. */
export class PreflightError extends UsageError {
  override readonly name = 'PreflightError';

  constructor(refusals: readonly Refusal[]) {
    super(
      `AWS would reject this stack:\n${linesOf(refusals)
        .map((line) => `  ${line}`)
        .join('\n')}`,
    );
  }
}

/** @throws PreflightError with every resource that AWS would reject. */
export function assertAcceptable(graph: Graph, region: string): void {
  const refusals = preflight(graph, { region });
  if (refusals.length > 0) throw new PreflightError(refusals);
}
