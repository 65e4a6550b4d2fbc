/** What can strike a call of a function. */
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

/** What can strike the delivery of an event. */
export const DELIVERY_FAULTS = ['duplicate', 'reorder', 'delay', 'drop'] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** One fault; `size` from 0 to below 1 says how much of it: how often, how long. */
export interface Fault<K extends string = CallFault | DeliveryFault> {
  readonly kind: K;
  readonly size: number;
}

const WRITES = ['PutItem', 'UpdateItem'];

/** Whether a fault can strike that operation as AWS would: a condition needs a conditional write, and so on. */
export function canAffect(kind: CallFault, operation: string): boolean {
  if (kind === 'partial-put-events') return operation === 'PutEvents';
  if (kind === 'condition-failed') return WRITES.includes(operation);
  return true;
}
