import type { Graph } from '../graph/graph.ts';
import { UsageError } from '../usageError.ts';
import type { Around, Check } from './check.ts';
import { FUNCTIONS } from './checks/functions.ts';
import { MESSAGING } from './checks/messaging.ts';
import { NAMES } from './checks/names.ts';
import { POLICIES } from './checks/policies.ts';
import { SERVICES } from './checks/services.ts';

/** Every mistake that only a deployment would show, and that is looked for before. */
export const CHECKS: readonly Check[] = [...NAMES, ...FUNCTIONS, ...MESSAGING, ...POLICIES, ...SERVICES];

/** What AWS would refuse: by which check, of which resource, and what it takes instead. */
export interface Refusal {
  readonly check: string;
  readonly type: string;
  readonly name: string;
  readonly message: string;
}

/** The quota of a new account is 10 in some regions; AWS raises it to this one as an account is used. */
const LAMBDA_CONCURRENCY = 1000;

/**
 * Looks at a resource graph for what AWS would refuse.
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

/** One line for each; what is wrong in the same way with many resources is one line too. */
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

/** What AWS would refuse, all of it at once. */
export class PreflightError extends UsageError {
  override readonly name = 'PreflightError';

  constructor(refusals: readonly Refusal[]) {
    super(
      `AWS would refuse this stack:\n${linesOf(refusals)
        .map((line) => `  ${line}`)
        .join('\n')}`,
    );
  }
}

/** Throws PreflightError, with everything that AWS would refuse. */
export function assertAcceptable(graph: Graph, region: string): void {
  const refusals = preflight(graph, { region });
  if (refusals.length > 0) throw new PreflightError(refusals);
}
