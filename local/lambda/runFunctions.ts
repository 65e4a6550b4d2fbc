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

/** How functions are run, where not as on a laptop. */
export type HostSettings = Pick<FunctionsOptions, 'startHost' | 'concurrency'>;

/** What the graph's functions need. */
export interface RunFunctionsOptions {
  readonly graph: Graph;
  readonly services: LocalServices;
  readonly log: LogFiles;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly region: string;
  readonly hostSettings?: HostSettings;
  readonly addresses: { readonly awsEndpointUrl: string };
}

/** The functions, ready to be invoked. */
export interface RunningFunctions {
  readonly functions: Functions;
  /** Begins to feed queues to functions. */
  poll(): void;
  close(): Promise<void>;
}

/**
 * Unpacks every bundle, so that a function starts at once, and notes what `npm run invoke` needs. Throws where a role
 * lacks what Lambda itself asks of it.
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
    addresses,
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
    awsEndpointUrl: addresses.awsEndpointUrl,
    credentialsOf: (roleArn) => services.credentialsOf(roleArn),
    log: delivery.write,
  });
  const invocations = await Promise.all(
    settings.map(async (one) => {
      const credentials = services.credentialsOf(one.roleArn);
      return {
        ...one,
        // The code is in its folder.
        code: undefined,
        codeFolder: await unpack(directory, one),
        environment: buildRuntimeVariables(one, region, addresses.awsEndpointUrl, credentials),
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
    // A poller ends with the invocation it waits for, and that with its process.
    close: async () => {
      await Promise.all([...pollers.map((poller) => poller.stop()), functions.close()]);
    },
  };
}
