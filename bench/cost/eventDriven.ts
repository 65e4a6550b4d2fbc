import { assumed } from './assumptions.ts';
import type { Line } from './bill.ts';
import type { Inventory } from './inventory.ts';
import { gbSeconds, monthsKept, type Work } from './work.ts';

/** The events of an image that is analyzed without errors. */
const EVENTS = ['Image Decoded', 'Image Analyzed', 'Job Completed'];

/** The writes of a job's row: created, source, decoded, lease taken, analysis, lease returned, announced. */
const WRITES = 7;

/** The consistent reads of the row: two in decode, two in analyze, and one in record for each of two events. */
const STAGE_READS = 6;

/** Returns the usage of this program, from its graph. */
export function eventDriven(inventory: Inventory, work: Work): Line[] {
  const { images, frames } = work;
  const batches = images / assumed('filesPerBatch');
  const polls = batches * assumed('secondsToResult');
  const views = images * assumed('views');
  const requests = { createJobs: batches, listJobs: polls, getJob: images, links: views };
  const api = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const deliveries = EVENTS.reduce((sum, type) => sum + inventory.deliveries(type), 0);
  const recorded = images * EVENTS.filter((type) => inventory.deliveries(type) > 0).length;
  const records = recorded / assumed('recordBatch');
  const sweeps = inventory.sweepsPerHour * assumed('hours');
  const runs: Record<string, [count: number, ms: number]> = {
    ...Object.fromEntries(
      Object.entries(requests).map(([name, count]) => [name, [count, count * assumed('apiMs')]]),
    ),
    decode: [images, work.decodeMs],
    ...(inventory.memoryMb['analyze'] ? { analyze: [images, frames * assumed('analyzeMs')] } : {}),
    record: [records, records * assumed('recordMs')],
  };
  const invocations = Object.values(runs).reduce((sum, [count]) => sum + count, 0);
  const calls = inventory.memoryMb['analyze'] ? 2 * frames : 0;
  const objectPuts = images * 2 + frames + (calls > 0 ? images : 0);
  const objectGets = images * assumed('sourceReads') * (1 + assumed('views')) + calls + images + views;
  const rowUnits = Math.ceil(assumed('rowKb')) * (1 + inventory.indexes);
  const pollUnits = Math.ceil((assumed('filesPerBatch') * assumed('rowKb')) / 4 / 2);
  const itemUnits = Math.ceil(assumed('rowKb') / 4);
  const rowGb = ((images * assumed('rowKb')) / 1e6) * monthsKept(inventory.retentionDays);
  const kept = (work.sourceGb + work.renditionGb + work.resultGb) * monthsKept(inventory.retentionDays);
  const logGb = (invocations * assumed('functionLogKb') + api * assumed('accessLogKb')) / 1e6;
  const archived = (images * EVENTS.length * assumed('eventKb')) / 1e6;
  const traceable = api + images;
  const perSecond = Math.min(traceable, assumed('hours') * 3600);
  const idle = (assumed('pollersPerQueue') * assumed('hours') * 3600) / 20;
  return [
    {
      service: 'Rekognition',
      what: 'DetectLabels and DetectText',
      price: 'rekognitionImage',
      quantity: calls,
    },
    ...Object.entries(runs).map(([name, [, ms]]): Line => ({
      service: 'Lambda',
      what: `${name}, ${inventory.memoryMb[name]} MB`,
      price: 'lambdaSecond',
      quantity: gbSeconds(inventory.memoryMb[name]!, ms),
    })),
    { service: 'Lambda', what: 'runs', price: 'lambdaRequest', quantity: invocations },
    {
      service: 'Lambda',
      what: `sweep, ${inventory.memoryMb['sweep']} MB`,
      price: 'lambdaSecond',
      quantity: gbSeconds(inventory.memoryMb['sweep']!, sweeps * assumed('sweepMs')),
      fixed: true,
    },
    { service: 'Lambda', what: 'sweeps', price: 'lambdaRequest', quantity: sweeps, fixed: true },
    { service: 'API Gateway', what: 'requests', price: 'httpApiRequest', quantity: api },
    { service: 'EventBridge', what: 'published events', price: 'event', quantity: images * EVENTS.length },
    { service: 'EventBridge', what: "S3's events", price: 'event', quantity: images },
    { service: 'EventBridge', what: 'archive', price: 'archiveGb', quantity: archived },
    {
      service: 'EventBridge',
      what: 'archive kept',
      price: 'archiveMonth',
      quantity: archived * monthsKept(inventory.archiveDays),
    },
    {
      service: 'SQS',
      what: 'sent, received and deleted',
      price: 'queueRequest',
      quantity: 3 * images * (1 + deliveries),
    },
    {
      service: 'SQS',
      what: `polling ${inventory.polledQueues} idle queues`,
      price: 'queueRequest',
      quantity: inventory.polledQueues * idle,
      fixed: true,
    },
    { service: 'DynamoDB', what: 'writes', price: 'writeUnit', quantity: images * WRITES * rowUnits },
    {
      service: 'DynamoDB',
      what: 'reads',
      price: 'readUnit',
      quantity: (images * STAGE_READS + images + views) * itemUnits + polls * pollUnits,
    },
    { service: 'DynamoDB', what: 'rows', price: 'tableMonth', quantity: rowGb * (1 + inventory.indexes) },
    ...(inventory.hasRecovery
      ? [{ service: 'DynamoDB', what: 'recovery', price: 'recoveryMonth', quantity: rowGb } satisfies Line]
      : []),
    { service: 'S3', what: 'uploads, lists, renditions, results', price: 'objectPut', quantity: objectPuts },
    { service: 'S3', what: 'reads', price: 'objectGet', quantity: objectGets },
    { service: 'S3', what: 'images and results kept', price: 'objectMonth', quantity: kept },
    { service: 'S3', what: 'to the viewers', price: 'transferOut', quantity: work.viewedGb },
    { service: 'CloudFront', what: 'requests of the API', price: 'cdnRequest', quantity: api },
    {
      service: 'CloudFront',
      what: 'answers',
      price: 'cdnGb',
      quantity: ((images * 2 + polls * assumed('filesPerBatch')) * assumed('answerKb')) / 1e6,
    },
    { service: 'WAF', what: 'web ACLs', price: 'webAclMonth', quantity: inventory.webAcls, fixed: true },
    { service: 'WAF', what: 'rules', price: 'wafRuleMonth', quantity: inventory.wafRules, fixed: true },
    { service: 'WAF', what: 'requests', price: 'wafRequest', quantity: inventory.webAcls * api },
    { service: 'KMS', what: 'keys', price: 'keyMonth', quantity: inventory.keys, fixed: true },
    {
      service: 'KMS',
      what: 'requests without images',
      price: 'keyRequest',
      quantity: assumed('keyRequestsFixed'),
      fixed: true,
    },
    {
      service: 'KMS',
      what: 'requests',
      price: 'keyRequest',
      quantity: (objectPuts + objectGets) * assumed('keyRequestsPerObject'),
    },
    {
      service: 'Secrets Manager',
      what: 'secrets',
      price: 'secretMonth',
      quantity: inventory.secrets,
      fixed: true,
    },
    {
      service: 'VPC endpoints',
      what: 'endpoints in zones; no NAT gateway',
      price: 'endpointHour',
      quantity: inventory.endpointZones * assumed('hours'),
      fixed: true,
    },
    ...(inventory.endpointZones > 0
      ? [
          {
            service: 'VPC endpoints',
            what: 'events and calls',
            price: 'endpointGb',
            quantity: (images * EVENTS.length * assumed('eventKb') + calls * 10) / 1e6,
          } satisfies Line,
        ]
      : []),
    { service: 'CloudWatch', what: 'logs', price: 'logGb', quantity: logGb },
    {
      service: 'CloudWatch',
      what: 'logs kept',
      price: 'logMonth',
      quantity: logGb * monthsKept(inventory.logRetentionDays),
    },
    {
      service: 'CloudWatch',
      what: 'alarms',
      price: 'alarmMonth',
      quantity: inventory.alarmMetrics,
      fixed: true,
    },
    {
      service: 'CloudWatch',
      what: 'dashboards',
      price: 'dashboardMonth',
      quantity: inventory.dashboards,
      fixed: true,
    },
    {
      service: 'CloudWatch',
      what: 'custom metrics',
      price: 'metricMonth',
      quantity: assumed('metrics'),
      fixed: true,
    },
    {
      service: 'X-Ray',
      what: 'traces, at most',
      price: 'trace',
      quantity: perSecond + (traceable - perSecond) * assumed('tracedShare'),
    },
    ...(inventory.isAudited
      ? [
          {
            service: 'CloudTrail',
            what: 'reads and writes of images',
            price: 'auditEvent',
            quantity: objectPuts + objectGets,
          } satisfies Line,
        ]
      : []),
  ];
}
