import {
  CALL_FAULTS,
  DELIVERY_FAULTS,
  strikes,
  type CallFault,
  type DeliveryFault,
  type Fault,
} from '../../local/chaos/fault.ts';
import { seededRandom } from '../../local/chaos/random.ts';

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

export interface Planned {
  /** As `decode PutObject`, or `to analyze`. */
  readonly site: string;
  /** Strikes the call or delivery of that number, from 1. */
  readonly ordinal: number;
  readonly fault: Fault;
}

/** So many faults, fixed by the seed: of what kind, and at which call of which site. Throws where they do not fit. */
export function schedule(uploads: number, faults: number, seed: number): Planned[] {
  const random = seededRandom(seed);
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const sites = CALLS.length + DELIVERIES.length;
  if (faults > (uploads * sites) / 2)
    throw new RangeError(`${uploads} uploads have room for ${Math.floor((uploads * sites) / 2)} faults`);
  const taken = new Set<string>();
  const planned: Planned[] = [];
  while (planned.length < faults) {
    const at = Math.floor(random() * sites);
    const call = CALLS[at];
    const site = call === undefined ? `to ${DELIVERIES[at - CALLS.length]!}` : call.join(' ');
    const kinds: readonly (CallFault | DeliveryFault)[] =
      call === undefined ? DELIVERY_FAULTS : CALL_FAULTS.filter((kind) => strikes(kind, call[1]));
    const one = {
      site,
      ordinal: 1 + Math.floor(random() * uploads * 0.9),
      kind: oneOf(kinds),
      size: random(),
    };
    if (taken.has(`${site} ${one.ordinal}`)) continue;
    taken.add(`${site} ${one.ordinal}`);
    planned.push({ site, ordinal: one.ordinal, fault: { kind: one.kind, size: one.size } });
  }
  return planned;
}
