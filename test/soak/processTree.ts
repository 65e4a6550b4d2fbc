import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessTree {
  /** The processes as id and start time, which distinguishes a reused id. Ended processes are not included. */
  readonly members: ReadonlySet<string>;
  /** The total resident memory in MB (2^20 bytes). */
  readonly megabytes: number;
  /** The total number of open files and sockets. Known on Linux only. */
  readonly descriptors: number;
}

/** Returns the start time of a process, or undefined if it has ended or is a zombie. */
const startOf = (pid: number): string | undefined => {
  try {
    // State and start time are the first and the 20th field after the name, which can contain spaces (man 5 proc).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

const openIn = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
};

/** Reads a process and its descendants, except the `ps` that lists them. */
export function readProcessTree(pid: number): ProcessTree {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const found = new Set([pid]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const [child, parent] of rows) if (found.has(parent)) found.add(child);
  }
  const own = rows.filter(([each]) => found.has(each));
  return {
    members: new Set(own.flatMap(([each]) => `${each} ${startOf(each) ?? ''}`.match(/^\d+ \d+$/) ?? [])),
    megabytes: Math.round(own.reduce((sum, [, , rss]) => sum + rss, 0) / 1024),
    descriptors: own.reduce((sum, [each]) => sum + openIn(each), 0),
  };
}

/** Returns the number of members that still run. */
export const countRunning = (members: Iterable<string>): number =>
  [...members].filter((member) => {
    const [pid, start] = member.split(' ');
    return startOf(Number(pid)) === start;
  }).length;
