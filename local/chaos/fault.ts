/** The faults of an API call. */
export const CALL_FAULTS = [
  'throttle',
  'partial-put-events',
  'condition-failed',
  'answer-lost',
  'timeout',
  'out-of-memory',
  'killed-before',
  'killed-after',
] as const;

/** The faults of the delivery of an event. */
export const DELIVERY_FAULTS = ['duplicate', 'reorder', 'delay', 'drop'] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** One fault; `size`, from 0 to below 1, scales its number or its duration. */
export interface Fault<K extends string = CallFault | DeliveryFault> {
  readonly kind: K;
  readonly size: number;
}

const WRITES = ['PutItem', 'UpdateItem'];

/** Returns true if AWS can answer the operation with the fault: only a conditional write has a condition that fails. */
export function canAffect(kind: CallFault, operation: string): boolean {
  if (kind === 'partial-put-events') return operation === 'PutEvents';
  if (kind === 'condition-failed') return WRITES.includes(operation);
  return true;
}
