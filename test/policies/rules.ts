import type { Rule } from './rule.ts';
import { COMPUTE } from './rules/compute.ts';
import { EDGE } from './rules/edge.ts';
import { MESSAGING } from './rules/messaging.ts';
import { NETWORK } from './rules/network.ts';
import { OPERATIONS } from './rules/operations.ts';
import { ORDER } from './rules/order.ts';
import { SECURITY } from './rules/security.ts';
import { STORAGE } from './rules/storage.ts';

/** The rules that the resource graph must comply with. */
export const RULES: Rule[] = [
  ...STORAGE,
  ...COMPUTE,
  ...MESSAGING,
  ...EDGE,
  ...SECURITY,
  ...NETWORK,
  ...OPERATIONS,
  ...ORDER,
];
