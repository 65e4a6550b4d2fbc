import {
  CALL_FAULTS,
  DELIVERY_FAULTS,
  canAffect,
  type CallFault,
  type DeliveryFault,
  type Fault,
} from '../../local/chaos/fault.ts';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';

/** The calls that faults can strike: those that every completed upload makes, as function and operation. */
const CALLS = [
  ['decode', 'GetItem'],
  ['decode', 'UpdateItem'],
  ['decode', 'ListObjectVersions'],
  ['decode', 'GetObject'],
  ['decode', 'PutObject'],
  ['decode', 'PutEvents'],
  ['analyze', 'GetItem'],
  ['analyze', 'PutItem'],
  ['analyze', 'DetectLabels'],
  ['analyze', 'DetectText'],
  ['analyze', 'PutObject'],
  ['analyze', 'PutEvents'],
  ['analyze', 'DeleteItem'],
  ['record', 'GetItem'],
  ['record', 'UpdateItem'],
  ['record', 'PutEvents'],
] as const;

/** The stages whose deliveries faults can strike. Each receives at least one delivery per upload. */
const DELIVERIES = ['decode', 'analyze', 'record'];

const KINDS = [...CALL_FAULTS, ...DELIVERY_FAULTS];

/** The sites that each kind can strike. */
const SITES = new Map<CallFault | DeliveryFault, readonly string[]>([
  ...CALL_FAULTS.map((kind) => {
    const calls = CALLS.filter(([, operation]) => canAffect(kind, operation));
    return [kind, calls.map((call) => call.join(' '))] as const;
  }),
  ...DELIVERY_FAULTS.map((kind) => [kind, DELIVERIES.map((stage) => `to ${stage}`)] as const),
]);

export interface PlannedFault {
  /** The call or delivery, such as `decode PutObject` or `to analyze`. */
  readonly site: string;
  /** The number of the call or delivery to strike, from 1. */
  readonly ordinal: number;
  readonly fault: Fault;
}

/** Plans faults of random kinds at random calls, determined by the seed. Throws if there are too few calls. */
export function planFaults(uploads: number, faults: number, seed: number): PlannedFault[] {
  const random = createSeededRandom(seed);
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const sites = CALLS.length + DELIVERIES.length;
  if (faults > (uploads * sites) / 2)
    throw new RangeError(`${uploads} uploads allow at most ${Math.floor((uploads * sites) / 2)} faults.`);
  const taken = new Set<string>();
  const planned: PlannedFault[] = [];
  while (planned.length < faults) {
    const kind = oneOf(KINDS);
    const site = oneOf(SITES.get(kind)!);
    const ordinal = 1 + Math.floor(random() * uploads * 0.9);
    const size = random();
    if (taken.has(`${site} ${ordinal}`)) continue;
    taken.add(`${site} ${ordinal}`);
    planned.push({ site, ordinal, fault: { kind, size } });
  }
  return planned;
}
