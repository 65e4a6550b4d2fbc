import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTACKS } from './attackFiles.ts';

/** Opens each file of `ATTACKS` in a process of its own, and prints how it was refused, the time and the memory it took. */
export function runAttacks(): void {
  const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
  try {
    const rows = Object.entries(ATTACKS).map(([attack, make]) => {
      const path = join(folder, 'file.dcm');
      writeFileSync(path, make());
      const script = fileURLToPath(new URL('attack.ts', import.meta.url));
      const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, path], {
        encoding: 'utf8',
      });
      return { attack, ...(JSON.parse(stdout) as { outcome: string }) };
    });
    console.table(rows);
    if (rows.some(({ outcome }) => outcome === 'shown')) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
