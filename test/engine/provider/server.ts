import { credentials, Server, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { remoteComponents } from '../../../local/graph/aws/surroundings.ts';
import type { StackSettings } from '../../../local/graph/graph.ts';
import { invoke } from '../../../local/graph/invoke.ts';
import { register } from '../../../local/graph/register.ts';
import type { Account } from './account.ts';
import { enforce, enforceDeletion, hasPolicy } from './rules.ts';
import {
  Empty,
  fromStruct,
  message,
  pluginMessages,
  providerMessages,
  ResourceMonitorClient,
  resourceMessages,
  ResourceProviderService,
  toStruct,
  type Message,
  type MonitorClient,
} from './wire.ts';

export interface ProviderOptions {
  account: Account;
  settings: StackSettings;
  /** Milliseconds until a policy is in force; creating it takes so long. */
  policyDelay: number;
  /** Takes secrets as such, as the engine demands of a provider of components; else it keeps track of them itself. */
  acceptSecrets: boolean;
}

/** The signatures that mark assets, archives and secrets on the wire (Pulumi SDK, `runtime/rpc`). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';

/** Replaces assets and archives by empty ones: their bytes do not matter here. */
function withoutBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== 'object' || value === null) return value;
  const signature: unknown = Reflect.get(value, SIGNATURE);
  if (signature === ASSET) return { content: Buffer.alloc(0) };
  if (signature === ARCHIVE) return { files: new Map() };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutBytes(inner)]));
}

const typeAndName = (urn: string): [type: string, name: string] => {
  const [, , types = '', name = ''] = urn.split('::');
  return [types.split('$').at(-1)!, name];
};

/**
 * Serves Pulumi's provider protocol on a free loopback port, in place of the providers `aws` and `awsx`. Resources get the
 * ids, names and ARNs that the local cloud gives them, and AWS's order of creation is enforced.
 *
 * @returns the port
 */
export async function serveProvider(options: ProviderOptions): Promise<number> {
  const { account, settings } = options;
  const handle =
    (answer: (request: Message) => Message | Promise<Message>): handleUnaryCall<Message, Message> =>
    ({ request }, callback) => {
      Promise.resolve()
        .then(() => answer(request))
        .then(
          (response) => callback(null, response),
          (error: unknown) =>
            callback({
              code: status.UNKNOWN,
              details: error instanceof Error ? error.message : String(error),
            }),
        );
    };
  const text = (value: unknown): string => String(value);

  async function create(
    urn: string,
    inputs: Record<string, unknown>,
  ): Promise<[string, Record<string, unknown>]> {
    const [type, name] = typeAndName(urn);
    enforce(account, type, name, inputs);
    const { id, outputs } = register(type, name, withoutBytes(inputs) as Record<string, unknown>, settings);
    if (hasPolicy(type, inputs)) await sleep(options.policyDelay);
    account.put(urn, { type, name, inputs, outputs });
    return [id, { ...outputs, ...inputs }];
  }

  async function construct(request: Message): Promise<Message> {
    const monitor = new ResourceMonitorClient(
      text(request.getMonitorendpoint!()),
      credentials.createInsecure(),
    );
    try {
      const type = text(request.getType!());
      const registered = await call(
        monitor,
        'registerResource',
        message(resourceMessages.RegisterResourceRequest, {
          Type: type,
          Name: request.getName!(),
          Parent: request.getParent!(),
          Custom: false,
          Object: toStruct({}),
          Acceptsecrets: true,
          Acceptresources: true,
        }),
      );
      const outputs = remoteComponents[type];
      if (outputs === undefined)
        throw new Error(`The stand-in provider does not know the component ${type}.`);
      await call(
        monitor,
        'registerResourceOutputs',
        message(resourceMessages.RegisterResourceOutputsRequest, {
          Urn: registered.getUrn!(),
          Outputs: toStruct(outputs),
        }),
      );
      return message(providerMessages.ConstructResponse, {
        Urn: registered.getUrn!(),
        State: toStruct(outputs),
      });
    } finally {
      monitor.close();
    }
  }

  const diff = (request: Message): Message => {
    const before = fromStruct(request.getOldInputs!() ?? request.getOlds!());
    const after = fromStruct(request.getNews!());
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => !isDeepStrictEqual(before[key], after[key]),
    );
    return message(providerMessages.DiffResponse, {
      Changes: changed.length > 0 ? 2 : 1,
      DiffsList: changed,
    });
  };

  const empty = handle(() => message(Empty));
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
  server.addService(ResourceProviderService, {
    checkConfig: handle((request) => message(providerMessages.CheckResponse, { Inputs: request.getNews!() })),
    diffConfig: handle(() => message(providerMessages.DiffResponse, { Changes: 1 })),
    configure: handle(() =>
      message(providerMessages.ConfigureResponse, {
        Acceptsecrets: options.acceptSecrets,
        Supportspreview: false,
      }),
    ),
    invoke: handle((request) =>
      message(providerMessages.InvokeResponse, {
        Return: toStruct(invoke(text(request.getTok!()), fromStruct(request.getArgs!()), settings)),
      }),
    ),
    check: handle((request) => message(providerMessages.CheckResponse, { Inputs: request.getNews!() })),
    diff: handle(diff),
    create: handle(async (request) => {
      const [id, outputs] = await create(text(request.getUrn!()), fromStruct(request.getProperties!()));
      return message(providerMessages.CreateResponse, { Id: id, Properties: toStruct(outputs) });
    }),
    read: handle((request) => {
      const held = account.get(text(request.getUrn!()));
      if (held === undefined) return message(providerMessages.ReadResponse);
      return message(providerMessages.ReadResponse, {
        Id: request.getId!(),
        Properties: request.getProperties!(),
        Inputs: request.getInputs!(),
      });
    }),
    update: handle(async (request) => {
      const [, outputs] = await create(text(request.getUrn!()), fromStruct(request.getNews!()));
      return message(providerMessages.UpdateResponse, { Properties: toStruct(outputs) });
    }),
    delete: handle((request) => {
      const urn = text(request.getUrn!());
      const held = account.get(urn);
      if (held !== undefined) enforceDeletion(held);
      account.remove(urn);
      return message(Empty);
    }),
    construct: handle(construct),
    cancel: empty,
    attach: empty,
    getPluginInfo: handle(() => message(pluginMessages.PluginInfo, { Version: '7.48.0' })),
  });
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}

const call = (
  monitor: MonitorClient,
  method: 'registerResource' | 'registerResourceOutputs',
  request: Message,
): Promise<Message> =>
  new Promise((resolve, reject) =>
    monitor[method](request, (error, response) => (error ? reject(error) : resolve(response!))),
  );
