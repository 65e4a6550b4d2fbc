import { createRequire } from 'node:module';
import type { Server } from '@grpc/grpc-js';

/** A generated message of protobuf, of which only getters and setters are used. */
export type Message = Record<`get${string}`, () => unknown> &
  Record<`set${string}`, (value: unknown) => void>;

type MessageType = new () => Message;

interface StructValue {
  toJavaScript(): Record<string, unknown>;
}

/** Pulumi's own generated messages are CommonJS. */
const proto = createRequire(import.meta.url);
export const providerMessages = proto('@pulumi/pulumi/proto/provider_pb.js') as Record<string, MessageType>;
export const pluginMessages = proto('@pulumi/pulumi/proto/plugin_pb.js') as Record<string, MessageType>;
export const resourceMessages = proto('@pulumi/pulumi/proto/resource_pb.js') as Record<string, MessageType>;
export const { ResourceProviderService } = proto('@pulumi/pulumi/proto/provider_grpc_pb.js') as {
  ResourceProviderService: Parameters<Server['addService']>[0];
};
export const { ResourceMonitorClient } = proto('@pulumi/pulumi/proto/resource_grpc_pb.js') as {
  ResourceMonitorClient: new (address: string, credentials: unknown) => MonitorClient;
};
export const { Empty } = proto('google-protobuf/google/protobuf/empty_pb.js') as { Empty: MessageType };
const { Struct } = proto('google-protobuf/google/protobuf/struct_pb.js') as {
  Struct: { fromJavaScript(value: object): StructValue };
};

type Unary = (request: Message, done: (error: Error | null, response?: Message) => void) => void;

/** The engine's monitor, as a provider of components calls it. */
export interface MonitorClient {
  registerResource: Unary;
  registerResourceOutputs: Unary;
  close(): void;
}

/** Makes a message with the given fields, by their setters' names. */
export function message(type: MessageType | undefined, fields: Record<string, unknown> = {}): Message {
  if (type === undefined) throw new Error('This version of @pulumi/pulumi has no such message.');
  const made = new type();
  for (const [key, value] of Object.entries(fields)) made[`set${key}`]!(value);
  return made;
}

/** Turns a plain object into a `google.protobuf.Struct`. */
export const toStruct = (value: object): unknown =>
  Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as object);

/** Turns a `google.protobuf.Struct`, or nothing, into a plain object. */
export const fromStruct = (value: unknown): Record<string, unknown> =>
  (value as StructValue | undefined)?.toJavaScript() ?? {};
