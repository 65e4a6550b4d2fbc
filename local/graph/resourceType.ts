import type { StackSettings } from './graph.ts';

/** What a resource type's `outputs` can draw on. */
export interface Registration {
  /** The logical name. */
  readonly name: string;
  /** What AWS calls it: the name given in the inputs, or the logical name and seven characters. */
  readonly physicalName: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly settings: StackSettings;
  /** `length` characters that are a function of type and name: the same on every start. */
  readonly token: (length: number, alphabet?: string) => string;
  /** A UUID that is a function of type and name. */
  readonly uuid: () => string;
}

/** How the local cloud treats one resource type. */
export interface ResourceType {
  /** The property that holds the physical name, where Pulumi names the resource by itself. */
  readonly autoName?: string;
  /** What autonaming ends in, where AWS demands it. */
  readonly autoNameSuffix?: string;
  /** What AWS adds to the inputs; `id` is the resource's id. */
  readonly outputs: (registration: Registration) => Record<string, unknown> & { id: string };
  /** Property paths that the local cloud does as AWS does; `a.*` covers all below `a`. */
  readonly served: readonly string[];
  /** Property paths that are accepted and change nothing locally, each with the reason. */
  readonly inert: Readonly<Record<string, string>>;
}

/** Reasons that come again and again. */
export const INERT = {
  tags: 'tags change no behaviour',
  description: 'a description changes no behaviour',
  alarms: 'no alarm watches a laptop; the graph itself is checked by rules',
  encryption: 'what lies under the data directory is protected as its disk is',
  logs: 'logs go to the terminal and are kept for the run',
  tracing: 'no X-Ray daemon runs locally',
  destroy: 'the data directory is deleted by hand',
  provider: 'a matter between Pulumi and AWS',
} as const;

/** The value of an input that must be a string; an error names the resource otherwise. */
export function stringInput(registration: Registration, property: string): string {
  const value = registration.inputs[property];
  if (typeof value !== 'string')
    throw new Error(
      `${registration.name}: \`${property}\` must be a string, and is ${JSON.stringify(value)}`,
    );
  return value;
}
