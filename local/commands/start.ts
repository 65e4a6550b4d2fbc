/** `npm start [-- --port N] [--data DIR] [--config KEY=VALUE]… [--chaos SEED]`: the local cloud, until a signal ends it. */
import { RandomFaultInjector } from '../chaos/randomFaultInjector.ts';
import { MovableClock } from '../clock.ts';
import { parseOptions } from './startOptions.ts';
import { startLocalCloud, type LocalCloud } from '../startLocalCloud.ts';
import { printLine } from '../terminal.ts';

/** All is to have ended within 5 s of a signal. */
const CLOSE_LIMIT_MS = 4000;

let cloud: Promise<LocalCloud> | undefined;
let endChaos = (): void => undefined;
let ending = false;
const isEnding = (): boolean => ending;

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  // Whatever does not end by itself ends with the process; children notice that their channel is cut.
  setTimeout(() => process.exit(code), CLOSE_LIMIT_MS).unref();
  endChaos();
  try {
    await (await cloud)?.close();
  } catch (error) {
    printLine('error', error instanceof Error ? error.message : String(error));
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  const options = parseOptions(process.argv.slice(2));
  const clock = new MovableClock();
  const chaos =
    options.chaos === undefined ? undefined : new RandomFaultInjector(options.chaos, clock, printLine);
  endChaos = () => chaos?.stop();
  cloud = startLocalCloud(options, { clock, ...(chaos === undefined ? {} : { interceptor: chaos }) });
  chaos?.start(await cloud);
  const { outputs } = await cloud;
  printLine('portal', outputs.portalUrl);
  printLine('hospital', outputs.hospitalUrl);
  printLine('api', outputs.apiUrl);
  printLine('aws', outputs.awsEndpointUrl);
  printLine(
    'ready',
    `in ${(performance.now() / 1000).toFixed(1)} s; state and outputs.json are in ${options.dataDir}`,
  );
} catch (error) {
  if (!isEnding()) {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message).slice(0, 4000) : String(error)}\n`,
    );
    process.exit(1);
  }
}
