import { assumed } from './assumptions.ts';
import type { Line } from './bill.ts';
import type { Inventory } from './inventory.ts';
import { gbSeconds, monthsKept, type Work } from './work.ts';

/**
 * Returns the usage of a design without events that does the same work. It has an HTTP API and three functions: upload,
 * process and status. S3 invokes process, which has decode's memory and waits for Rekognition. A job has one row, and
 * clients poll each image every two seconds. There are no queues, customer managed keys, firewall, traces, alarms, audit
 * or private network.
 */
export function plain(inventory: Inventory, work: Work): Line[] {
  const { images, frames } = work;
  const polls = images * Math.ceil(assumed('secondsToResult') / assumed('plainPollSeconds'));
  const small = inventory.memoryMb['getJob']!;
  const big = inventory.memoryMb['decode']!;
  const calls = inventory.memoryMb['analyze'] ? 2 * frames : 0;
  const waitMs = calls > 0 ? frames * assumed('analyzeMs') : 0;
  const api = images + polls;
  const kept = (work.sourceGb + work.renditionGb + work.resultGb) * monthsKept(inventory.retentionDays);
  const logGb = ((api + images) * assumed('functionLogKb') + api * assumed('accessLogKb')) / 1e6;
  const rowUnits = Math.ceil(assumed('rowKb'));
  const line = (service: string, what: string, price: Line['price'], quantity: number): Line => ({
    service,
    what,
    price,
    quantity,
  });
  return [
    line('Rekognition', 'DetectLabels and DetectText', 'rekognitionImage', calls),
    line('Lambda', `process, ${big} MB`, 'lambdaSecond', gbSeconds(big, work.decodeMs + waitMs)),
    line(
      'Lambda',
      `upload and status, ${small} MB`,
      'lambdaSecond',
      gbSeconds(small, api * assumed('apiMs')),
    ),
    line('Lambda', 'runs', 'lambdaRequest', api + images),
    line('API Gateway', 'requests', 'httpApiRequest', api),
    line('DynamoDB', 'writes: created, completed', 'writeUnit', images * 2 * rowUnits),
    line('DynamoDB', 'reads', 'readUnit', polls * Math.ceil(assumed('rowKb') / 4)),
    line(
      'DynamoDB',
      'rows',
      'tableMonth',
      ((images * assumed('rowKb')) / 1e6) * monthsKept(inventory.retentionDays),
    ),
    line('S3', 'uploads, renditions, results', 'objectPut', images * 2 + frames),
    line(
      'S3',
      'reads',
      'objectGet',
      images * assumed('sourceReads') * (1 + assumed('views')) + calls + images * assumed('views'),
    ),
    line('S3', 'images and results kept', 'objectMonth', kept),
    line('S3', 'to the viewers', 'transferOut', work.viewedGb),
    line('CloudWatch', 'logs', 'logGb', logGb),
    line('CloudWatch', 'logs kept', 'logMonth', logGb * monthsKept(inventory.logRetentionDays)),
  ];
}
