import type { Graph } from '../graph/graph.ts';

/** The content of `outputs.json`: the outputs of the stack and those of the local cloud. */
export interface LocalOutputs {
  readonly [output: string]: unknown;
  readonly portalUrl: string;
  readonly hospitalUrl: string;
  readonly apiUrl: string;
  readonly awsEndpointUrl: string;
  readonly region: string;
  readonly issuerUrl: string;
  readonly tokenUrl: string;
  readonly eventBusName: string;
  readonly uploadsBucket: string;
  readonly derivedBucket: string;
  readonly jobsTable: string;
  /** The administrator's fixed credentials; they work on this machine only. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const FROM_STACK = [
  'portalUrl',
  'apiUrl',
  'region',
  'eventBusName',
  'uploadsBucket',
  'derivedBucket',
  'jobsTable',
];

type LocalOnly = Pick<
  LocalOutputs,
  'hospitalUrl' | 'awsEndpointUrl' | 'issuerUrl' | 'tokenUrl' | 'accessKeyId' | 'secretAccessKey'
>;

/** Adds the local outputs to those of the stack. Throws an error that names a missing output. */
export function buildOutputs(graph: Graph, local: LocalOnly): LocalOutputs {
  const missing = FROM_STACK.filter((name) => typeof graph.outputs[name] !== 'string');
  if (missing.length > 0) throw new Error(`The program does not export ${missing.join(', ')}`);
  return { ...graph.outputs, ...local } as LocalOutputs;
}
