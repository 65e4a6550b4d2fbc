import { status, Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import { createRequire } from 'node:module';
import { remoteComponents } from '../../../local/graph/aws/surroundings.ts';
import type { StackSettings } from '../../../local/graph/graph.ts';
import { invoke } from '../../../local/graph/invoke.ts';
import { register } from '../../../local/graph/register.ts';
import { unwrapped } from './unwrapped.ts';

/** One resource as it came over the wire. */
export interface Arrived {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  /** The outputs that the monitor returned. */
  outputs: Record<string, unknown>;
}

/** A resource monitor and an engine, which `pulumi up` would be. */
export interface ResourceMonitor {
  address: string;
  resources: Arrived[];
  /** The errors that the program logged. */
  errors: string[];
  close(): void;
}

interface Message {
  toObject(): Record<string, unknown>;
}
type Answer = Message & Record<`set${string}`, (value: unknown) => void>;
type Request = Message & Record<`get${string}`, () => unknown>;
type New = new () => Answer;
interface StructValue {
  toJavaScript(): Record<string, unknown>;
}

/** Pulumi's own generated messages are CommonJS. */
const proto = createRequire(import.meta.url);
const messages = proto('@pulumi/pulumi/proto/resource_pb.js') as Record<string, New>;
const providerMessages = proto('@pulumi/pulumi/proto/provider_pb.js') as Record<string, New>;
const engineMessages = proto('@pulumi/pulumi/proto/engine_pb.js') as Record<string, New>;
const { ResourceMonitorService } = proto('@pulumi/pulumi/proto/resource_grpc_pb.js') as {
  ResourceMonitorService: Parameters<Server['addService']>[0];
};
const { EngineService } = proto('@pulumi/pulumi/proto/engine_grpc_pb.js') as {
  EngineService: Parameters<Server['addService']>[0];
};
const { Struct } = proto('google-protobuf/google/protobuf/struct_pb.js') as {
  Struct: { fromJavaScript(value: object): StructValue };
};
const { Empty } = proto('google-protobuf/google/protobuf/empty_pb.js') as { Empty: New };

/** The wire's marks of assets and archives (Pulumi SDK, `runtime/rpc`), whose bytes do not matter here. */
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

/** Serves both on a free port of loopback; answers as the local cloud's mocks do. */
export async function startResourceMonitor(settings: StackSettings): Promise<ResourceMonitor> {
  const resources: Arrived[] = [];
  const errors: string[] = [];
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });

  const answering =
    (answer: (request: Request) => Answer): handleUnaryCall<Request, Answer> =>
    ({ request }, callback) => {
      try {
        callback(null, answer(request));
      } catch (error) {
        callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
      }
    };
  const made = (type: New, values: Record<string, unknown> = {}): Answer => {
    const message = new type();
    for (const [key, value] of Object.entries(values)) message[`set${key}`]!(value);
    return message;
  };

  const registerResource = (request: Request): Answer => {
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
    return made(messages.RegisterResourceResponse!, {
      Urn: urn,
      Id: id,
      Object: Struct.fromJavaScript(JSON.parse(JSON.stringify(outputs)) as object),
    });
  };

  const empty = answering(() => new Empty());
  const refused = answering(() => {
    throw new Error('the test’s resource monitor does not know this call');
  });
  server.addService(ResourceMonitorService, {
    supportsFeature: answering((request) =>
      made(messages.SupportsFeatureResponse!, { Hassupport: request.getId!() === 'secrets' }),
    ),
    invoke: answering((request) =>
      made(providerMessages.InvokeResponse!, {
        Return: Struct.fromJavaScript(
          invoke(String(request.getTok!()), recordOf(request.getArgs!()), settings),
        ),
      }),
    ),
    registerResource: answering(registerResource),
    registerResourceOutputs: empty,
    signalAndWaitForShutdown: empty,
    readResource: refused,
    call: refused,
    registerStackTransform: refused,
    registerStackInvokeTransform: refused,
    registerResourceHook: refused,
    registerErrorHook: refused,
    registerPackage: refused,
    getDeploymentInfo: refused,
  });
  let root = '';
  server.addService(EngineService, {
    log: answering((request) => {
      // 3 is ERROR (engine.proto, LogSeverity).
      if (request.getSeverity!() === 3) errors.push(String(request.getMessage!()));
      return new Empty();
    }),
    getRootResource: answering(() => made(engineMessages.GetRootResourceResponse!, { Urn: root })),
    setRootResource: answering((request) => {
      root = String(request.getUrn!());
      return made(engineMessages.SetRootResourceResponse!);
    }),
    startDebugging: empty,
    requirePulumiVersion: answering(() => made(engineMessages.RequirePulumiVersionResponse!)),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, resources, errors, close: () => server.forceShutdown() };
}
