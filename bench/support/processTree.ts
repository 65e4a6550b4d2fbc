import { execFileSync } from 'node:child_process';

/** Resident memory of a process and all below it, in MB (2^20 bytes), and how many they are. */
export function processTree(pid: number): { processes: number; megabytes: number } {
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
