import { compute } from './aws/compute.ts';
import { edge } from './aws/edge.ts';
import { messaging } from './aws/messaging.ts';
import { security } from './aws/security.ts';
import { storage } from './aws/storage.ts';
import { surroundings } from './aws/surroundings.ts';
import type { ResourceType } from './resourceType.ts';

/** Every resource type that the local cloud knows; what is absent here is refused by name. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...storage,
  ...messaging,
  ...compute,
  ...edge,
  ...security,
  ...surroundings,
};
