import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processTree } from './processTree.ts';

/** The memory of the local cloud that runs on a data directory: its lock names its process. */
export const ownGroup = (data: string) => {
  const pid = Number(readFileSync(join(data, 'lock'), 'utf8'));
  return () => processTree(pid);
};
