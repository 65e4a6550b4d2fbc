/** `npm start`: runs the local cloud until a signal stops it. */
import type { LocalCloud } from '../startLocalCloud.ts';
import { printLine } from '../terminal.ts';
import { reportError } from './commandLine.ts';
import { readStartOptions, type StartOptions } from './startOptions.ts';

/** The process ends within 5 s of a signal. */
const CLOSE_LIMIT_MS = 4000;

let options: StartOptions | undefined;
let cloud: Promise<LocalCloud> | undefined;
let stopChaos = (): void => undefined;
let stopping = false;
const isStopping = (): boolean => stopping;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (options !== undefined)
    printLine('stopping', `the state stays in ${options.dataDir}; the next \`npm start\` continues from it`);
  // Child processes notice that their channel is closed, so that the exit ends them as well.
  setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref();
  stopChaos();
  try {
    await (await cloud)?.close();
  } catch (error) {
    printLine('error', error instanceof Error ? error.message : String(error));
  }
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  options = await readStartOptions(process.argv.slice(2));
  // Loaded here, so that help and errors of the options need not wait for it.
  const [{ startLocalCloud }, { MovableClock }, { RandomFaultInjector }] = await Promise.all([
    import('../startLocalCloud.ts'),
    import('../clock.ts'),
    import('../chaos/randomFaultInjector.ts'),
  ]);
  const clock = new MovableClock();
  const chaos =
    options.chaos === undefined ? undefined : new RandomFaultInjector(options.chaos, clock, printLine);
  stopChaos = () => chaos?.stop();
  cloud = startLocalCloud(options, { clock, ...(chaos === undefined ? {} : { interceptor: chaos }) });
  chaos?.start(await cloud);
  const { outputs } = await cloud;
  printLine('portal', outputs.portalUrl);
  printLine('hospital', outputs.hospitalUrl);
  printLine('api', outputs.apiUrl);
  printLine('aws', outputs.awsEndpointUrl);
  printLine(
    'ready',
    `in ${(performance.now() / 1000).toFixed(1)} s; state and outputs.json are in ${options.dataDir}; Ctrl+C stops`,
  );
} catch (error) {
  if (!isStopping()) process.exit(reportError('npm start', error));
}
