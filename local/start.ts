/** `npm start [-- --port N] [--data DIR] [--config KEY=VALUE]… [--chaos SEED]`: the local cloud, until a signal ends it. */
import { ChaosByChance } from './chaos/byChance.ts';
import { MovableClock } from './clock.ts';
import { parseOptions } from './options.ts';
import { startLocalCloud, type LocalCloud } from './startLocalCloud.ts';
import { say } from './terminal.ts';

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
    say('error', error instanceof Error ? error.message : String(error));
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  const options = parseOptions(process.argv.slice(2));
  const clock = new MovableClock();
  const chaos = options.chaos === undefined ? undefined : new ChaosByChance(options.chaos, clock, say);
  endChaos = () => chaos?.end();
  cloud = startLocalCloud(options, { clock, ...(chaos === undefined ? {} : { interceptor: chaos }) });
  chaos?.strike(await cloud);
  const { outputs } = await cloud;
  say('portal', outputs.portalUrl);
  say('hospital', outputs.hospitalUrl);
  say('api', outputs.apiUrl);
  say('aws', outputs.awsEndpointUrl);
  say(
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
