import { status, Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import { createRequire } from 'node:module';
import { remoteComponents } from '../../../local/graph/aws/surroundings.ts';
import type { StackSettings } from '../../../local/graph/graph.ts';
import { invoke } from '../../../local/graph/invoke.ts';
import { register } from '../../../local/graph/register.ts';
import { unwrapped } from './unwrapped.ts';

/** A resource as the program registered it over gRPC. */
export interface RegisteredResource {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  /** The outputs that the monitor returned. */
  outputs: Record<string, unknown>;
}

/** A resource monitor and an engine, in place of those of `pulumi up`. */
export interface ResourceMonitor {
  address: string;
  resources: RegisteredResource[];
  /** The errors that the program logged. */
  errors: string[];
  close(): void;
}

interface Message {
  toObject(): Record<string, unknown>;
}
type Response = Message & Record<`set${string}`, (value: unknown) => void>;
type Request = Message & Record<`get${string}`, () => unknown>;
type MessageType = new () => Response;
interface StructValue {
  toJavaScript(): Record<string, unknown>;
}

/** Loads Pulumi's generated messages, which are CommonJS. */
const require = createRequire(import.meta.url);
const messages = require('@pulumi/pulumi/proto/resource_pb.js') as Record<string, MessageType>;
const providerMessages = require('@pulumi/pulumi/proto/provider_pb.js') as Record<string, MessageType>;
const engineMessages = require('@pulumi/pulumi/proto/engine_pb.js') as Record<string, MessageType>;
const { ResourceMonitorService } = require('@pulumi/pulumi/proto/resource_grpc_pb.js') as {
  ResourceMonitorService: Parameters<Server['addService']>[0];
};
const { EngineService } = require('@pulumi/pulumi/proto/engine_grpc_pb.js') as {
  EngineService: Parameters<Server['addService']>[0];
};
const { Struct } = require('google-protobuf/google/protobuf/struct_pb.js') as {
  Struct: { fromJavaScript(value: object): StructValue };
};
const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js') as { Empty: MessageType };

/** The property that marks assets and archives on the wire (Pulumi SDK, `runtime/rpc`). Their bytes do not matter here. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
function withoutBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== 'object' || value === null) return value;
  const signature: unknown = Reflect.get(value, SIGNATURE);
  if (signature === 'c44067f5952c0a294b673a41bacd8c17') return { content: Buffer.alloc(0) };
  if (signature === '0def7320c3a5731c473e5ecbe6d01bc7') return { files: new Map() };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutBytes(inner)]));
}

const recordOf = (value: unknown): Record<string, unknown> =>
  withoutBytes(unwrapped((value as StructValue | undefined)?.toJavaScript() ?? {})) as Record<
    string,
    unknown
  >;

/** Serves both on a free loopback port, and answers like the mocks of the local cloud. */
export async function startResourceMonitor(settings: StackSettings): Promise<ResourceMonitor> {
  const resources: RegisteredResource[] = [];
  const errors: string[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });

  const handle =
    (answer: (request: Request) => Response): handleUnaryCall<Request, Response> =>
    ({ request }, callback) => {
      try {
        callback(null, answer(request));
      } catch (error) {
        callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
      }
    };
  const createMessage = (type: MessageType, values: Record<string, unknown> = {}): Response => {
    const message = new type();
    for (const [key, value] of Object.entries(values)) message[`set${key}`]!(value);
    return message;
  };

  const registerResource = (request: Request): Response => {
    const [type, name, custom] = [request.getType!(), request.getName!(), request.getCustom!()] as [
      string,
      string,
      boolean,
    ];
    const parent = String(request.getParent!());
    const chain = parent.split('::')[2];
    const qualified = chain === undefined || chain.startsWith('pulumi:pulumi') ? type : `${chain}$${type}`;
    const urn = `urn:pulumi:${settings.stack}::${settings.project}::${qualified}::${name}`;
    const inputs = recordOf(request.getObject!());
    const isReal = custom && !type.startsWith('pulumi:');
    const { id, outputs } = isReal
      ? register(type, name, inputs, settings)
      : { id: '', outputs: remoteComponents[type] ?? {} };
    resources.push({ urn, type, name, custom, inputs, outputs });
    return createMessage(messages.RegisterResourceResponse!, {
      Urn: urn,
      Id: id,
      Object: Struct.fromJavaScript(JSON.parse(JSON.stringify(outputs)) as object),
    });
  };

  const empty = handle(() => new Empty());
  const unsupported = handle(() => {
    throw new Error('The resource monitor of the test does not support this call.');
  });
  server.addService(ResourceMonitorService, {
    supportsFeature: handle((request) =>
      createMessage(messages.SupportsFeatureResponse!, { Hassupport: request.getId!() === 'secrets' }),
    ),
    invoke: handle((request) =>
      createMessage(providerMessages.InvokeResponse!, {
        Return: Struct.fromJavaScript(
          invoke(String(request.getTok!()), recordOf(request.getArgs!()), settings),
        ),
      }),
    ),
    registerResource: handle(registerResource),
    registerResourceOutputs: empty,
    signalAndWaitForShutdown: empty,
    readResource: unsupported,
    call: unsupported,
    registerStackTransform: unsupported,
    registerStackInvokeTransform: unsupported,
    registerResourceHook: unsupported,
    registerErrorHook: unsupported,
    registerPackage: unsupported,
    getDeploymentInfo: unsupported,
  });
  let root = '';
  server.addService(EngineService, {
    log: handle((request) => {
      // 3 is ERROR (engine.proto, LogSeverity).
      if (request.getSeverity!() === 3) errors.push(String(request.getMessage!()));
      return new Empty();
    }),
    getRootResource: handle(() => createMessage(engineMessages.GetRootResourceResponse!, { Urn: root })),
    setRootResource: handle((request) => {
      root = String(request.getUrn!());
      return createMessage(engineMessages.SetRootResourceResponse!);
    }),
    startDebugging: empty,
    requirePulumiVersion: handle(() => createMessage(engineMessages.RequirePulumiVersionResponse!)),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, resources, errors, close: () => server.forceShutdown() };
}
