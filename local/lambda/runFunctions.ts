import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { LogFiles } from '../dataDirectory/logFiles.ts';
import type { Graph } from '../graph/graph.ts';
import type { LocalServices } from '../services/createServices.ts';
import { writeJsonAtomically } from '../dataDirectory/writeJsonAtomically.ts';
import { readEventSourceMappings } from './eventSourceMapping.ts';
import { assertRolePermissions, LogDelivery } from './executionRole.ts';
import { Functions, type FunctionsOptions } from './functions.ts';
import { readFunctionSettings } from './functionSettings.ts';
import { Poller } from './poller.ts';
import { buildRuntimeVariables } from './buildRuntimeVariables.ts';
import { unpack } from './unpack.ts';

/** The settings that tests change about the hosts of functions. */
export type HostSettings = Pick<FunctionsOptions, 'startHost' | 'concurrency'>;

/** The options for the graph's functions. */
export interface RunFunctionsOptions {
  readonly graph: Graph;
  readonly services: LocalServices;
  readonly log: LogFiles;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly region: string;
  readonly hostSettings?: HostSettings;
  readonly servers: { readonly awsEndpointUrl: string };
}

/** The functions, ready for invocations. */
export interface RunningFunctions {
  readonly functions: Functions;
  /** Starts polling queues for the functions. */
  poll(): void;
  close(): Promise<void>;
}

/**
 * Unpacks every bundle, so that functions start quickly, and writes functions.json for `npm run invoke`. Throws if a role
 * lacks a permission that the Lambda service requires.
 */
export async function runFunctions(options: RunFunctionsOptions): Promise<RunningFunctions> {
  const {
    graph,
    services,
    log,
    onError,
    clock,
    dataDir,
    region,
    servers,
    hostSettings: running = {},
  } = options;
  const directory = join(dataDir, 'functions');
  const settings = readFunctionSettings(graph);
  const authorizeRole = services.authorizeRole.bind(services);
  for (const one of settings) assertRolePermissions(one, authorizeRole);
  const delivery = new LogDelivery(settings, authorizeRole, log, onError);
  const functions = await Functions.start({
    functions: settings,
    now: () => clock.now(),
    ...running,
    directory,
    region,
    awsEndpointUrl: servers.awsEndpointUrl,
    credentialsOf: (roleArn) => services.credentialsOf(roleArn),
    log: delivery.write,
  });
  const invocations = await Promise.all(
    settings.map(async (one) => {
      const credentials = services.credentialsOf(one.roleArn);
      return {
        ...one,
        // The code is in `codeFolder`.
        code: undefined,
        codeFolder: await unpack(directory, one),
        environment: buildRuntimeVariables(one, region, servers.awsEndpointUrl, credentials),
      };
    }),
  );
  await writeJsonAtomically(join(dataDir, 'functions.json'), invocations);
  let pollers: Poller[] = [];
  return {
    functions,
    poll: () => {
      pollers = readEventSourceMappings(graph).map(
        (mapping) =>
          new Poller(mapping, {
            functions,
            queues: services.queues,
            region,
            onError,
            ...(running.concurrency === undefined ? {} : { concurrency: running.concurrency }),
          }),
      );
    },
    // A poller waits for its invocation, which ends when the process of its function does.
    close: async () => {
      await Promise.all([...pollers.map((poller) => poller.stop()), functions.close()]);
    },
  };
}
