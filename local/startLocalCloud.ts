import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stop as stopBundler } from 'esbuild';
import type { Interceptor } from './aws/interceptor.ts';
import { ADMINISTRATOR } from './aws/keyring.ts';
import { MovableClock } from './clock.ts';
import { buildOutputs, type LocalOutputs } from './dataDirectory/localOutputs.ts';
import { lockDataDirectory } from './dataDirectory/lockDataDirectory.ts';
import { LogFiles } from './dataDirectory/logFiles.ts';
import { readOrCreateSeed } from './dataDirectory/readOrCreateSeed.ts';
import { writeJsonAtomically } from './dataDirectory/writeJsonAtomically.ts';
import type { Graph } from './graph/graph.ts';
import { mapOrigins, replaceOrigins } from './graph/localOrigins.ts';
import { ACCOUNT_ID, REGION, runProgram } from './graph/runProgram.ts';
import type { AuthorizedCall } from './iam/iam.ts';
import type { Functions } from './lambda/functions.ts';
import { runFunctions, type HostSettings } from './lambda/runFunctions.ts';
import { assertAcceptable } from './preflight/preflight.ts';
import { serveRekognition, type ServeRekognition } from './rekognition/serveRekognition.ts';
import { serveWebsites } from './serveWebsites.ts';
import { openLoopbackServers, type LoopbackServers } from './servers/loopbackServers.ts';
import { createServices, type LocalServices } from './services/createServices.ts';
import type { EventEnvelope } from './services/events/description.ts';
import { formatEvent, printLine } from './terminal.ts';

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
  /** Changes the graph, such as a policy, before it is served. */
  readonly transformGraph?: (graph: Graph) => Graph;
  /** The clock of every service. */
  readonly clock?: MovableClock;
  /** Wraps every call and every delivery. */
  readonly interceptor?: Interceptor;
  /** The hosts of functions; default one process for each execution environment. */
  readonly hostSettings?: HostSettings;
  /** Serves Rekognition; default by local models. */
  readonly serveRekognition?: ServeRekognition;
  /** Called with every event that a bus accepted. */
  readonly onEvent?: (event: EventEnvelope) => void;
  /** Called with every decision of IAM. */
  readonly onDecision?: (call: AuthorizedCall) => void;
  /** Prints one line of progress; default on the terminal. */
  readonly print?: (topic: string, text: string) => void;
}

/** A running local cloud. */
export interface LocalCloud {
  readonly outputs: LocalOutputs;
  readonly graph: Graph;
  readonly functions: Functions;
  readonly services: LocalServices;
  /** Stops everything; the next start continues with the unfinished work. */
  close(): Promise<void>;
}

const AUDIENCE = 'dicom-analyzer';
const CLIENT_ID = 'portal';

/** Returns the configuration of the local stack, in place of a `Pulumi.STACK.yaml`. */
const localConfig = ({ issuerUrl, hospitalUrl }: LoopbackServers): Record<string, string> => ({
  environment: 'dev',
  oidcIssuer: issuerUrl,
  oidcAudience: AUDIENCE,
  oidcClientId: CLIENT_ID,
  allowedOrigins: JSON.stringify([hospitalUrl]),
});

async function collect(
  { config }: LocalCloudOptions,
  servers: LoopbackServers,
  seed: string,
  transformGraph: (graph: Graph) => Graph,
): Promise<Graph> {
  const { awsEndpointUrl, portalUrl } = servers;
  const graph = transformGraph(
    await runProgram({ ...localConfig(servers), ...config }, { awsEndpointUrl, seed }),
  );
  assertAcceptable(graph, REGION);
  return replaceOrigins(graph, mapOrigins(graph, portalUrl, awsEndpointUrl));
}

/**
 * Runs the program and serves the resources of its graph. Removes `outputs.json` first and writes it to the data
 * directory once everything is ready. Throws, with nothing left running, if a resource cannot be served.
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
  const { transformGraph = (graph: Graph) => graph, clock = new MovableClock(), print = printLine } = hooks;
  const at = (name: string): string => join(options.dataDir, name);
  closing.push(await lockDataDirectory(options.dataDir));
  await mkdir(at('logs'), { recursive: true });
  // Pending timers, such as of visibility timeouts, would keep the process alive.
  closing.push(() => {
    clock.close();
    return Promise.resolve();
  });
  await rm(at('outputs.json'), { force: true });

  const servers = await openLoopbackServers(options.port);
  closing.push(async () => {
    await Promise.all(
      [servers.portal, servers.hospital, servers.aws, servers.oidc].map((one) => one.close()),
    );
  });
  const seed = await readOrCreateSeed(at('seed'));
  const graph = await collect(options, servers, seed, transformGraph);
  // The bundler keeps a gigabyte for the next build, and there is none.
  await stopBundler();
  print('graph', `${graph.resources.length} resources`);

  const log = new LogFiles(at('logs'), print);
  closing.push(() => log.close());
  const onError = (error: unknown): void =>
    print('error', error instanceof Error ? error.message : String(error));
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
      print('event', formatEvent(event));
    },
    ...(hooks.onDecision === undefined ? {} : { onDecision: hooks.onDecision }),
    ...(hooks.interceptor === undefined ? {} : { interceptor: hooks.interceptor }),
  });
  closing.push(() => services.close());
  const rekognition = (hooks.serveRekognition ?? serveRekognition)(services, () => clock.now());
  closing.push(() => rekognition.close());
  servers.aws.serve(services.listener);
  closing.push(() => servers.aws.close());

  const running = await runFunctions({
    graph,
    services,
    log,
    onError,
    clock,
    dataDir: options.dataDir,
    region: REGION,
    servers,
    ...(hooks.hostSettings === undefined ? {} : { hostSettings: hooks.hostSettings }),
  });
  const { functions } = running;
  ready.functions = functions;
  closing.push(() => running.close());
  const { issuerUrl, hospitalUrl, awsEndpointUrl } = servers;
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
    servers,
    outputs,
    log,
    options,
    audience: AUDIENCE,
    clientId: CLIENT_ID,
  });
  // The servers close first, so that no caller meets a function or a service that has stopped.
  closing.push(async () => {
    await Promise.all([servers.portal, servers.hospital, servers.oidc].map((one) => one.close()));
  });

  services.openSchedules();
  running.poll();
  await writeJsonAtomically(at('outputs.json'), outputs);
  closing.push(() => rm(at('outputs.json'), { force: true }));
  rekognition.warm();
  return { outputs, graph, functions, services, close };
}
