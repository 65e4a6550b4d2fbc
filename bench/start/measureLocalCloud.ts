import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The number of processes and their resident memory, in MB (2^20 bytes). */
export interface ProcessMemory {
  readonly processes: number;
  readonly megabytes: number;
}

/** Returns a function that measures the process of a data directory's lock, with its descendants. */
export function measureLocalCloud(data: string): () => ProcessMemory {
  const pid = Number(readFileSync(join(data, 'lock'), 'utf8'));
  return () => measureProcessTree(pid);
}

function measureProcessTree(pid: number): ProcessMemory {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const members = new Set([pid]);
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const [child = 0, parent = 0] of rows) if (members.has(parent)) members.add(child);
  }
  const resident = rows.filter(([child = 0]) => members.has(child)).map(([, , rss = 0]) => rss);
  const kilobytes = resident.reduce((sum, rss) => sum + rss, 0);
  return { processes: resident.length, megabytes: Math.round(kilobytes / 1024) };
}
