import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { FunctionLog } from '../functionLog.ts';
import type { Graph } from '../graph/graph.ts';
import type { LocalServices } from '../services/createServices.ts';
import { writeAtomically } from '../writeAtomically.ts';
import { eventSourceMappingsOf } from './eventSourceMapping.ts';
import { assertRoleSuffices, LogDelivery } from './executionRole.ts';
import { Functions, type FunctionsOptions } from './functions.ts';
import { functionsOf } from './functionSettings.ts';
import { Poller } from './poller.ts';
import { runtimeVariables } from './runtimeVariables.ts';
import { unpack } from './unpack.ts';

/** How functions are run, where not as on a laptop. */
export type Running = Pick<FunctionsOptions, 'startHost' | 'concurrency'>;

/** What the graph's functions need. */
export interface RunFunctionsOptions {
  readonly graph: Graph;
  readonly services: LocalServices;
  readonly log: FunctionLog;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly region: string;
  readonly running?: Running;
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
  const { graph, services, log, onError, clock, dataDir, region, addresses, running = {} } = options;
  const directory = join(dataDir, 'functions');
  const settings = functionsOf(graph);
  const authorizeRole = services.authorizeRole.bind(services);
  for (const one of settings) assertRoleSuffices(one, authorizeRole);
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
        environment: runtimeVariables(one, region, addresses.awsEndpointUrl, credentials),
      };
    }),
  );
  await writeAtomically(join(dataDir, 'functions.json'), invocations);
  let pollers: Poller[] = [];
  return {
    functions,
    poll: () => {
      pollers = eventSourceMappingsOf(graph).map(
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
