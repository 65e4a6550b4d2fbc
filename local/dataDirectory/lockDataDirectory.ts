import { readFile, rm, writeFile } from 'node:fs/promises';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Takes a data directory for this process; throws where another one that still runs has it. Returns its release. */
export async function lockDataDirectory(file: string): Promise<() => Promise<void>> {
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (pid > 0 && pid !== process.pid && isRunning(pid))
    throw new Error(
      `Process ${pid} already runs a local cloud on this data (${file}); end it, or give another --data`,
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}
