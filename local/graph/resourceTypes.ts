import { compute } from './aws/compute.ts';
import { edge } from './aws/edge.ts';
import { messaging } from './aws/messaging.ts';
import { security } from './aws/security.ts';
import { storage } from './aws/storage.ts';
import { surroundings } from './aws/surroundings.ts';
import type { ResourceType } from './resourceType.ts';

/** The resource types that the local cloud knows; all others are rejected by name. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...storage,
  ...messaging,
  ...compute,
  ...edge,
  ...security,
  ...surroundings,
};
