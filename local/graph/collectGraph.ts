import { AsyncLocalStorage } from 'node:async_hooks';
import { pathToFileURL } from 'node:url';
import * as pulumi from '@pulumi/pulumi';
import type { Graph, GraphResource, StackSettings } from './graph.ts';
import { remoteComponents } from './aws/surroundings.ts';
import { invoke } from './invoke.ts';
import { register } from './register.ts';
import { unwrapRecord } from './unwrap.ts';

/** The options of a run of the program. */
export interface CollectOptions {
  /** The program's absolute path. */
  readonly program: string;
  /** Configuration by full key (`dicom-analyzer:environment`); objects are JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly settings: StackSettings;
}

type Outputs = Record<string, unknown>;
type Place = Pick<GraphResource, 'urn' | 'parent'>;
let runs = 0;

interface RegisterRequest {
  getParent(): string;
  getType(): string;
  getName(): string;
}

/** The part of Pulumi's mock monitor that is used here. */
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: RegisterRequest, callback: unknown): Promise<void>;
}

/** Passes each resource's URN and parent to its mock: only the monitor that calls the mocks knows them. */
function tellPlaces(places: AsyncLocalStorage<Place>): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const parent = request.getParent();
    const urn = monitor.newUrn(parent, request.getType(), request.getName());
    return places.run(parent === '' ? { urn } : { urn, parent }, () => registerResource(request, callback));
  };
}

/**
 * Fails as soon as a mock fails. Pulumi may swallow the error of a mock, or report it as an unhandled rejection, and
 * then wait for ever.
 */
async function failingEarly<T>(work: (fail: (reason: unknown) => void) => Promise<T>): Promise<T> {
  let fail: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  failed.catch(() => undefined);
  const earlier = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', fail);
  try {
    return await Promise.race([work(fail), failed]);
  } finally {
    // Waits one turn of the event loop, so that a late rejection does not count as unhandled.
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener('unhandledRejection', fail);
    for (const listener of earlier) process.on('unhandledRejection', listener);
  }
}

/**
 * Runs a Pulumi program under a mock monitor and returns every resource that it registers, children included. Throws an
 * error that names an unknown resource type, function or property (see `register` and `invoke`).
 */
export async function collectGraph({ program, config, settings }: CollectOptions): Promise<Graph> {
  const resources: GraphResource[] = [];
  const invokes = new Set<string>();
  const places = new AsyncLocalStorage<Place>();

  const newResource = async ({ type, name, inputs, custom }: pulumi.runtime.MockResourceArgs) => {
    const place = places.getStore();
    if (place === undefined) throw new Error(`${type} \`${name}\` was read, not registered`);
    const given = await unwrapRecord(inputs as Outputs);
    if (type.startsWith('awsx:')) {
      const outputs = remoteComponents[type];
      if (outputs === undefined)
        throw new Error(`The local cloud does not know the remote component ${type} (of \`${name}\`).`);
      resources.push({ ...place, type, name, custom: false, id: '', inputs: given, outputs });
      return { id: '', state: outputs };
    }
    if (custom !== true || type.startsWith('pulumi:')) {
      resources.push({ ...place, type, name, custom: false, id: '', inputs: given, outputs: given });
      return { id: '', state: inputs as Outputs };
    }
    const registered = register(type, name, given, settings);
    resources.push({ ...place, type, name, custom: true, inputs: given, ...registered });
    // The program gets its inputs back unchanged: its assets must stay Pulumi's objects.
    return { id: registered.id, state: { ...registered.outputs, ...(inputs as Outputs) } };
  };

  const outputs = await failingEarly(async (fail) => {
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => newResource(args).catch((error: unknown) => rethrow(error, fail)),
        call: ({ token, inputs }) => {
          invokes.add(token);
          try {
            return invoke(token, inputs as Outputs, settings);
          } catch (error) {
            return rethrow(error, fail);
          }
        },
      },
      settings.project,
      settings.stack,
      false,
    );
    pulumi.runtime.setAllConfig({ 'aws:region': settings.region, ...config });
    tellPlaces(places);
    const result = await pulumi.runtime.runInPulumiStack(async () => {
      // The query makes a new module each time: the program registers its resources at its top level.
      const module = (await import(`${pathToFileURL(program).href}?run=${runs++}`)) as Outputs;
      return { ...module };
    });
    await pulumi.runtime.disconnect();
    return unwrapRecord(result as Outputs);
  });
  return { resources, invokes: [...invokes].sort(), outputs };
}

function rethrow(error: unknown, fail: (reason: unknown) => void): never {
  fail(error);
  throw error;
}
