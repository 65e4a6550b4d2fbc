import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const PAGE_KB = 4;

/** Reads the resident memory of a process in MB (2^20 bytes); undefined once it has ended. */
export async function readResidentMegabytes(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined;
  try {
    const kilobytes =
      process.platform === 'linux'
        ? Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * PAGE_KB
        : Number((await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])).stdout);
    return Number.isFinite(kilobytes) ? Math.round(kilobytes / 1024) : undefined;
  } catch {
    // The process has ended meanwhile.
    return undefined;
  }
}
