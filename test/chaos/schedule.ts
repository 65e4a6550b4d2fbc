import {
  CALL_FAULTS,
  DELIVERY_FAULTS,
  canAffect,
  type CallFault,
  type DeliveryFault,
  type Fault,
} from '../../local/chaos/fault.ts';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';

/** Where faults strike: the calls that every completed upload makes for certain, as function and operation. */
const CALLS = [
  ['decode', 'GetItem'],
  ['decode', 'UpdateItem'],
  ['decode', 'ListObjectVersions'],
  ['decode', 'GetObject'],
  ['decode', 'PutObject'],
  ['decode', 'PutEvents'],
  ['analyze', 'GetItem'],
  ['analyze', 'UpdateItem'],
  ['analyze', 'DetectLabels'],
  ['analyze', 'DetectText'],
  ['analyze', 'PutObject'],
  ['analyze', 'PutEvents'],
  ['record', 'GetItem'],
  ['record', 'UpdateItem'],
  ['record', 'PutEvents'],
] as const;

/** Deliveries to these stages, each once an upload at least. */
const DELIVERIES = ['decode', 'analyze', 'record'];

const KINDS = [...CALL_FAULTS, ...DELIVERY_FAULTS];

/** Where each kind can strike. */
const SITES = new Map<CallFault | DeliveryFault, readonly string[]>([
  ...CALL_FAULTS.map((kind) => {
    const calls = CALLS.filter(([, operation]) => canAffect(kind, operation));
    return [kind, calls.map((call) => call.join(' '))] as const;
  }),
  ...DELIVERY_FAULTS.map((kind) => [kind, DELIVERIES.map((stage) => `to ${stage}`)] as const),
]);

export interface Planned {
  /** As `decode PutObject`, or `to analyze`. */
  readonly site: string;
  /** Strikes the call or delivery of that number, from 1. */
  readonly ordinal: number;
  readonly fault: Fault;
}

/** So many faults, fixed by the seed: of what kind, and at which call of which site. Throws where they do not fit. */
export function schedule(uploads: number, faults: number, seed: number): Planned[] {
  const random = createSeededRandom(seed);
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const sites = CALLS.length + DELIVERIES.length;
  if (faults > (uploads * sites) / 2)
    throw new RangeError(`${uploads} uploads have room for ${Math.floor((uploads * sites) / 2)} faults`);
  const taken = new Set<string>();
  const planned: Planned[] = [];
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
