import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTACKS } from './attackFiles.ts';

/** The output of `attack.ts`: the error, its time and its memory. */
interface Cost {
  outcome: string;
  milliseconds: number;
  megabytes: number;
}

/** The limits of an attack's time and memory. */
const MOST = { milliseconds: 100, megabytes: 64 };
const RUNS = 3;

/**
 * Opens each file of `ATTACKS` in separate processes. Prints the error, the lowest CPU time and the highest memory of three
 * runs. Sets the exit code if a file is displayed or exceeds the limits.
 */
export function runAttacks(): void {
  const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
  try {
    const rows = Object.entries(ATTACKS).map(([attack, make]) => {
      const path = join(folder, 'file.dcm');
      writeFileSync(path, make());
      return { attack, ...costOf(Array.from({ length: RUNS }, () => run(path))) };
    });
    console.table(rows);
    const isFine = ({ outcome, milliseconds, megabytes }: Cost) =>
      outcome !== 'shown' && milliseconds <= MOST.milliseconds && megabytes <= MOST.megabytes;
    if (!rows.every(isFine)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(path: string): Cost {
  const script = fileURLToPath(new URL('attack.ts', import.meta.url));
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout) as Cost;
}

const costOf = (costs: Cost[]): Cost => ({
  outcome: [...new Set(costs.map(({ outcome }) => outcome))].join(', '),
  milliseconds: Math.min(...costs.map(({ milliseconds }) => milliseconds)),
  megabytes: Math.max(...costs.map(({ megabytes }) => megabytes)),
});
