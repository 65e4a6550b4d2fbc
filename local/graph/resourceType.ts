import type { StackSettings } from './graph.ts';

/** The input of a resource type's `outputs`. */
export interface Registration {
  /** The logical name. */
  readonly name: string;
  /** The name in AWS: that of the inputs, or the logical name and seven characters. */
  readonly physicalName: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly settings: StackSettings;
  /** Derives `length` characters from type and name: the same on every start. */
  readonly token: (length: number, alphabet?: string) => string;
  /** Derives a UUID from type and name. */
  readonly uuid: () => string;
}

/** The local cloud's treatment of one resource type. */
export interface ResourceType {
  /** The property that holds the physical name, for types that Pulumi names automatically. */
  readonly autoName?: string;
  /** The suffix of automatic names, for types where AWS demands one. */
  readonly autoNameSuffix?: string;
  /** Returns the properties that AWS adds to the inputs; `id` is the id of the resource. */
  readonly outputs: (registration: Registration) => Record<string, unknown> & { id: string };
  /** Property paths that the local cloud implements as AWS does; `a.*` covers everything below `a`. */
  readonly served: readonly string[];
  /** Property paths that are accepted but have no local effect, each with the reason. */
  readonly inert: Readonly<Record<string, string>>;
}

/** Common reasons for properties without a local effect. */
export const INERT = {
  tags: 'tags change no behaviour',
  description: 'a description changes no behaviour',
  alarms: 'alarms are not evaluated locally; tests check the graph instead',
  encryption: 'the data directory is protected as its disk is',
  logs: 'logs go to the terminal and to files',
  tracing: 'no X-Ray daemon runs locally',
  destroy: 'the data directory is deleted by hand',
  provider: 'only concerns Pulumi and AWS',
} as const;

/** Returns an input that must be a string. Throws an error that names the resource otherwise. */
export function requireString(registration: Registration, property: string): string {
  const value = registration.inputs[property];
  if (typeof value !== 'string')
    throw new Error(`${registration.name}: \`${property}\` must be a string, not ${JSON.stringify(value)}`);
  return value;
}
