import type { Graph, GraphResource } from '../../local/graph/graph.ts';

/** The parts of the graph that determine the cost. */
export interface Inventory {
  /** MiB of each function, by its handler. */
  memoryMb: Readonly<Record<string, number>>;
  /** The number of queues that an event reaches. */
  deliveries: (detailType: string) => number;
  polledQueues: number;
  sweepsPerHour: number;
  indexes: number;
  hasRecovery: boolean;
  keys: number;
  secrets: number;
  webAcls: number;
  wafRules: number;
  /** The metrics of all alarms. An alarm on an expression has several. */
  alarmMetrics: number;
  dashboards: number;
  /** The interface endpoints, each counted once per availability zone. */
  endpointZones: number;
  isAudited: boolean;
  retentionDays: number;
  logRetentionDays: number;
  archiveDays: number;
  /** The maximum number of frames of an object that are analyzed. */
  maxFrames: number;
}

const SOURCE = 'dicom-analyzer';

export function inventoryOf({ resources }: Graph): Inventory {
  const all = (type: string): readonly GraphResource[] =>
    resources.filter((resource) => resource.type === type);
  const inputs = (type: string): Readonly<Record<string, unknown>>[] =>
    all(type).map((resource) => resource.inputs);
  const functions = all('aws:lambda/function:Function');
  const decode = variablesOf(functions.find(({ name }) => name.endsWith('-decode')));
  const create = variablesOf(functions.find(({ name }) => name.endsWith('-createJobs')));
  const [table] = inputs('aws:dynamodb/table:Table');
  const rules = all('aws:cloudwatch/eventRule:EventRule');
  return {
    memoryMb: Object.fromEntries(
      functions.map(({ name, inputs: { memorySize } }) => [
        name.split('-').at(-1) ?? name,
        Number(memorySize),
      ]),
    ),
    deliveries: (detailType) => rules.filter((rule) => takes(rule, detailType)).length,
    polledQueues: all('aws:lambda/eventSourceMapping:EventSourceMapping').length,
    sweepsPerHour: rules.reduce((sum, rule) => sum + runsPerHour(rule.inputs['scheduleExpression']), 0),
    indexes: listOf(table?.['globalSecondaryIndexes']).length,
    hasRecovery: (table?.['pointInTimeRecovery'] as { enabled?: boolean } | undefined)?.enabled === true,
    keys: all('aws:kms/key:Key').length,
    secrets: all('aws:secretsmanager/secret:Secret').length,
    webAcls: all('aws:wafv2/webAcl:WebAcl').length,
    wafRules: inputs('aws:wafv2/webAcl:WebAcl').reduce((sum, acl) => sum + listOf(acl['rules']).length, 0),
    alarmMetrics: inputs('aws:cloudwatch/metricAlarm:MetricAlarm').reduce(
      (sum, alarm) => sum + metricsOf(alarm),
      0,
    ),
    dashboards: all('aws:cloudwatch/dashboard:Dashboard').length,
    endpointZones: inputs('aws:ec2/vpcEndpoint:VpcEndpoint').reduce(
      (sum, endpoint) => sum + listOf(endpoint['subnetIds']).length,
      0,
    ),
    isAudited: all('aws:cloudtrail/trail:Trail').length > 0,
    retentionDays: Number(create['JOB_RETENTION_DAYS']),
    logRetentionDays: Number(inputs('aws:cloudwatch/logGroup:LogGroup')[0]?.['retentionInDays']),
    archiveDays: Number(inputs('aws:cloudwatch/eventArchive:EventArchive')[0]?.['retentionDays'] ?? 0),
    maxFrames: decode['FRAME_SELECTION'] === 'representative' ? 1 : Number(decode['MAX_ANALYZED_FRAMES']),
  };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function metricsOf({ metricQueries }: Readonly<Record<string, unknown>>): number {
  if (metricQueries === undefined) return 1;
  return (listOf(metricQueries) as { metric?: object }[]).filter(({ metric }) => metric !== undefined).length;
}

function variablesOf(resource: GraphResource | undefined): Record<string, string> {
  const { variables } = (resource?.inputs['environment'] ?? {}) as { variables?: Record<string, string> };
  return variables ?? {};
}

function takes({ inputs }: GraphResource, detailType: string): boolean {
  if (typeof inputs['eventPattern'] !== 'string') return false;
  const pattern = JSON.parse(inputs['eventPattern']) as { source?: unknown[]; 'detail-type'?: unknown[] };
  return pattern.source?.includes(SOURCE) === true && (pattern['detail-type']?.includes(detailType) ?? true);
}

/** Returns the runs per hour of a schedule: 12 for `rate(5 minutes)`, 0 for a rule on events. */
function runsPerHour(expression: unknown): number {
  if (typeof expression !== 'string') return 0;
  const found = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (!found) throw new Error(`The cost of the schedule '${expression}' is unknown. Use rate(N minutes).`);
  const hours = { minute: 1 / 60, hour: 1, day: 24 }[found[2] as 'minute' | 'hour' | 'day'];
  return 1 / (Number(found[1]) * hours);
}
