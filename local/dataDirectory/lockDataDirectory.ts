import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../usageError.ts';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Makes a data directory and takes it for this process. Throws UsageError where it is not writable, or where another
 * process that still runs has taken it. Returns a function that releases it.
 */
export async function lockDataDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, 'lock');
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (pid > 0 && pid !== process.pid && isRunning(pid))
    throw new UsageError(
      `Process ${pid} already runs a local cloud in ${directory}: stop it, or choose another folder with --data DIR`,
    );
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(file, String(process.pid));
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw new UsageError(
      `The data folder ${directory} is not writable (${code}): choose another one with --data DIR`,
      { cause },
    );
  }
  return () => rm(file, { force: true });
}
