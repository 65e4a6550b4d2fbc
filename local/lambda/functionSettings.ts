import { isGraphArchive } from '../graph/isGraphArchive.ts';
import type { Graph, GraphArchive, GraphResource } from '../graph/graph.ts';

/** A function of the graph with AWS's defaults; times in seconds, memory in MB. */
export interface FunctionSettings {
  /** The logical name, for the terminal. */
  readonly logicalName: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly handler: string;
  readonly timeout: number;
  readonly memorySize: number;
  readonly reservedConcurrency: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly code: GraphArchive;
  readonly codeHash: string;
  /** The log group of the function. */
  readonly logGroup: string;
  /** True if X-Ray traces the function. */
  readonly traced: boolean;
  /** True if the function has network interfaces in a VPC. */
  readonly inVpc: boolean;
}

const asNumber = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

function readSettings({ name, inputs, outputs }: GraphResource): FunctionSettings {
  if (!isGraphArchive(inputs.code)) throw new Error(`${name}: code is not an archive`);
  const runtime = String(inputs.runtime);
  if (!/^nodejs\d+\.x$/.test(runtime))
    throw new Error(`${name}: the local cloud does not support the runtime ${runtime}`);
  const environment = (inputs.environment ?? {}) as { variables?: Record<string, string> };
  const { logGroup } = (inputs.loggingConfig ?? {}) as { logGroup?: string };
  const { mode } = (inputs.tracingConfig ?? {}) as { mode?: string };
  const { subnetIds = [] } = (inputs.vpcConfig ?? {}) as { subnetIds?: string[] };
  const reserved = asNumber(inputs.reservedConcurrentExecutions, -1);
  return {
    logicalName: name,
    name: String(outputs.name),
    arn: String(outputs.arn),
    roleArn: String(inputs.role),
    handler: String(inputs.handler),
    timeout: asNumber(inputs.timeout, 3),
    memorySize: asNumber(inputs.memorySize, 128),
    reservedConcurrency: reserved < 0 ? undefined : reserved,
    variables: environment.variables ?? {},
    code: inputs.code,
    codeHash: String(outputs.sourceCodeHash),
    logGroup: logGroup ?? `/aws/lambda/${String(outputs.name)}`,
    traced: mode === 'Active',
    inVpc: subnetIds.length > 0,
  };
}

/** Reads the functions of the graph. */
export const readFunctionSettings = (graph: Graph): FunctionSettings[] =>
  graph.resources.filter(({ type }) => type === 'aws:lambda/function:Function').map(readSettings);
