import { isGraphArchive } from '../graph/isGraphArchive.ts';
import type { Graph, GraphArchive, GraphResource } from '../graph/graph.ts';

/** A function as the graph describes it; times in seconds, memory in MB, with AWS's defaults. */
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
  /** Where its log goes. */
  readonly logGroup: string;
  /** Whether X-Ray gets its traces. */
  readonly traced: boolean;
  /** Whether it has network interfaces of its own. */
  readonly inVpc: boolean;
}

const asNumber = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

function settingsOf({ name, inputs, outputs }: GraphResource): FunctionSettings {
  if (!isGraphArchive(inputs.code)) throw new Error(`${name}: code is not an archive`);
  const runtime = String(inputs.runtime);
  if (!/^nodejs\d+\.x$/.test(runtime)) throw new Error(`${name}: the local cloud has no runtime ${runtime}`);
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

/** Every function of the graph. */
export const readFunctionSettings = (graph: Graph): FunctionSettings[] =>
  graph.resources.filter(({ type }) => type === 'aws:lambda/function:Function').map(settingsOf);
