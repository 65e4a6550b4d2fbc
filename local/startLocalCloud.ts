import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stop as stopBundler } from 'esbuild';
import { openLoopbackServers, type LoopbackServers } from './servers/loopbackServers.ts';
import type { Interceptor } from './aws/interceptor.ts';
import { ADMINISTRATOR } from './aws/keyring.ts';
import { MovableClock } from './clock.ts';
import { LogFiles } from './dataDirectory/logFiles.ts';
import type { Graph } from './graph/graph.ts';
import { ACCOUNT_ID, REGION, runProgram } from './graph/runProgram.ts';
import type { AuthorizedCall } from './iam/iam.ts';
import { runFunctions, type HostSettings } from './lambda/runFunctions.ts';
import type { Functions } from './lambda/functions.ts';
import { lockDataDirectory } from './dataDirectory/lockDataDirectory.ts';
import { mapOrigins, replaceOrigins } from './graph/localOrigins.ts';
import { buildOutputs, type LocalOutputs } from './dataDirectory/localOutputs.ts';
import { assertAcceptable } from './preflight/preflight.ts';
import { serveRekognition, type ServeRekognition } from './rekognition/serveRekognition.ts';
import { readOrCreateSeed } from './dataDirectory/readOrCreateSeed.ts';
import { serveWebsites } from './serveWebsites.ts';
import { createServices, type LocalServices } from './services/createServices.ts';
import type { EventEnvelope } from './services/events/description.ts';
import { formatEvent, printLine as sayOnTerminal } from './terminal.ts';
import { writeJsonAtomically } from './dataDirectory/writeJsonAtomically.ts';

/** The options of a local cloud. */
export interface LocalCloudOptions {
  /** The first of four ports in a row; 0 takes free ones. */
  readonly port: number;
  /** The folder that holds all state. */
  readonly dataDir: string;
  /** Pulumi.yaml's keys. */
  readonly config: Readonly<Record<string, string>>;
}

/** The parts of a local cloud that a caller can replace or observe. */
export interface LocalCloudHooks {
  /** Changes the graph before anything is made of it, such as a policy. */
  readonly transformGraph?: (graph: Graph) => Graph;
  /** The time of every service. */
  readonly clock?: MovableClock;
  /** Stands around every call and every delivery. */
  readonly interceptor?: Interceptor;
  /** How functions are run; default a process for each environment. */
  readonly hostSettings?: HostSettings;
  /** Answers for Rekognition; default from the pixels. */
  readonly serveRekognition?: ServeRekognition;
  /** Sees every event that a bus took. */
  readonly onEvent?: (event: EventEnvelope) => void;
  /** Sees every decision of IAM's. */
  readonly onDecision?: (call: AuthorizedCall) => void;
  /** Takes one line a step; default the terminal. */
  readonly print?: (what: string, text: string) => void;
}

/** The local cloud while it runs. */
export interface LocalCloud {
  readonly outputs: LocalOutputs;
  readonly graph: Graph;
  readonly functions: Functions;
  readonly services: LocalServices;
  /** Ends everything; what is under way is found again by the next start. */
  close(): Promise<void>;
}

const AUDIENCE = 'dicom-analyzer';
const CLIENT_ID = 'portal';

/** The configuration that the local cloud itself gives, as an environment's `Pulumi.STACK.yaml` would. */
const localConfig = ({ issuerUrl, hospitalUrl }: LoopbackServers): Record<string, string> => ({
  environment: 'dev',
  oidcIssuer: issuerUrl,
  oidcAudience: AUDIENCE,
  oidcClientId: CLIENT_ID,
  allowedOrigins: JSON.stringify([hospitalUrl]),
});

async function collect(
  { config }: LocalCloudOptions,
  addresses: LoopbackServers,
  seed: string,
  mutate: (graph: Graph) => Graph,
): Promise<Graph> {
  const { awsEndpointUrl, portalUrl } = addresses;
  const graph = mutate(await runProgram({ ...localConfig(addresses), ...config }, { awsEndpointUrl, seed }));
  assertAcceptable(graph, REGION);
  return replaceOrigins(graph, mapOrigins(graph, portalUrl, awsEndpointUrl));
}

/**
 * Runs the program and serves what its graph describes; `outputs.json` is removed first, and appears in the data
 * directory once all is ready. Throws, with nothing left running, where the graph holds what cannot be served.
 */
export async function startLocalCloud(
  options: LocalCloudOptions,
  hooks: LocalCloudHooks = {},
): Promise<LocalCloud> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const undo of closing.splice(0).reverse()) await undo();
  };
  try {
    return await start(options, hooks, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalCloudOptions,
  hooks: LocalCloudHooks,
  closing: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<LocalCloud> {
  const {
    transformGraph: mutate = (graph: Graph) => graph,
    clock = new MovableClock(),
    print: say = sayOnTerminal,
  } = hooks;
  const at = (name: string): string => join(options.dataDir, name);
  closing.push(await lockDataDirectory(options.dataDir));
  await mkdir(at('logs'), { recursive: true });
  // What waits for its time, such as a message's visibility, would keep the process.
  closing.push(() => {
    clock.close();
    return Promise.resolve();
  });
  await rm(at('outputs.json'), { force: true });

  const addresses = await openLoopbackServers(options.port);
  closing.push(async () => {
    await Promise.all(
      [addresses.portal, addresses.hospital, addresses.aws, addresses.oidc].map((one) => one.close()),
    );
  });
  const seed = await readOrCreateSeed(at('seed'));
  const graph = await collect(options, addresses, seed, mutate);
  // The program is done with its bundler, which keeps a gigabyte for the next build.
  await stopBundler();
  say('graph', `${graph.resources.length} resources`);

  const log = new LogFiles(at('logs'), say);
  closing.push(() => log.close());
  const onError = (error: unknown): void =>
    say('error', error instanceof Error ? error.message : String(error));
  const ready: { functions?: Functions } = {};
  const invoke = async (functionArn: string, event: unknown): Promise<unknown> => {
    if (ready.functions === undefined)
      throw new Error(`${functionArn} was invoked before the functions were ready`);
    return ready.functions.invoke(functionArn, event);
  };
  const services = await createServices({
    graph,
    dataDir: options.dataDir,
    region: REGION,
    accountId: ACCOUNT_ID,
    seed,
    clock,
    invokeFunction: invoke,
    onError,
    onEvent: (event) => {
      hooks.onEvent?.(event);
      say('event', formatEvent(event));
    },
    ...(hooks.onDecision === undefined ? {} : { onDecision: hooks.onDecision }),
    ...(hooks.interceptor === undefined ? {} : { interceptor: hooks.interceptor }),
  });
  closing.push(() => services.close());
  const rekognition = (hooks.serveRekognition ?? serveRekognition)(services, () => clock.now());
  closing.push(() => rekognition.close());
  addresses.aws.serve(services.listener);
  closing.push(() => addresses.aws.close());

  const running = await runFunctions({
    graph,
    services,
    log,
    onError,
    clock,
    dataDir: options.dataDir,
    region: REGION,
    addresses,
    ...(hooks.hostSettings === undefined ? {} : { hostSettings: hooks.hostSettings }),
  });
  const { functions } = running;
  ready.functions = functions;
  closing.push(() => running.close());
  const { issuerUrl, hospitalUrl, awsEndpointUrl } = addresses;
  const outputs = buildOutputs(graph, {
    hospitalUrl,
    awsEndpointUrl,
    issuerUrl,
    tokenUrl: `${issuerUrl}/token`,
    ...ADMINISTRATOR,
  });
  await serveWebsites({
    graph,
    services,
    functions,
    addresses,
    outputs,
    log,
    options,
    audience: AUDIENCE,
    clientId: CLIENT_ID,
  });
  // First of all nobody is answered any more, so that no caller sees a function or a service that has gone.
  closing.push(async () => {
    await Promise.all([addresses.portal, addresses.hospital, addresses.oidc].map((one) => one.close()));
  });

  services.openSchedules();
  running.poll();
  await writeJsonAtomically(at('outputs.json'), outputs);
  closing.push(() => rm(at('outputs.json'), { force: true }));
  rekognition.warm();
  return { outputs, graph, functions, services, close };
}
