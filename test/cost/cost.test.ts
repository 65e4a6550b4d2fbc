import assert from 'node:assert/strict';
import { ASSUMED, assumed } from '../../bench/cost/assumptions.ts';
import { billOf, byService, dollarsOf, totalOf, type Line } from '../../bench/cost/bill.ts';
import { eventDriven } from '../../bench/cost/eventDriven.ts';
import { inventoryOf, type Inventory } from '../../bench/cost/inventory.ts';
import { plain } from '../../bench/cost/plain.ts';
import { MARKS, PRICES } from '../../bench/cost/prices.ts';
import { report } from '../../bench/cost/report.ts';
import { workOf } from '../../bench/cost/work.ts';
import { workloadOf } from '../../bench/cost/workloadOf.ts';
import type { Graph } from '../../local/graph/graph.ts';
import { runProgram } from '../../local/graph/runProgram.ts';
import { exampleConfig } from '../policies/environments.ts';

const ENDPOINT = { awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com', seed: 'cost' };
const WORKLOAD = { images: 1000, dicomShare: 0.5, frames: 1 };
const near = (actual: number, expected: number, what?: string) =>
  assert.ok(
    Math.abs(actual - expected) < 1e-9 * Math.max(1, expected),
    `${what ?? ''} ${actual}, not ${expected}`,
  );

describe('a bill', () => {
  it('charges each tier for its part of the quantity', () => {
    // 1,000,000 at 0.001, then 1,500,000 at 0.0008.
    near(dollarsOf(PRICES.rekognitionImage, 2_500_000), 1000 + 1200);
    near(dollarsOf(PRICES.rekognitionImage, 40_000_000), 1000 + 3200 + 18_000 + 1250);
    near(dollarsOf(PRICES.keyMonth, 2), 2);
    near(dollarsOf(PRICES.keyMonth, 0), 0);
  });

  it('shares the tiers of a price among its lines', () => {
    const line = (what: string, quantity: number): Line => ({
      service: what,
      what,
      price: 'rekognitionImage',
      quantity,
    });
    const [first, second] = billOf([line('a', 1_000_000), line('b', 1_500_000)]);
    near(first!.dollars, 2200 * 0.4);
    near(second!.dollars, 2200 * 0.6);
    near(totalOf(byService([line('a', 1_000_000), line('b', 1_500_000)])), 2200);
  });
});

describe('the work of a month', () => {
  it('counts frames, bytes and decoding time', () => {
    const work = workOf({ images: 100, dicomShare: 0.2, frames: 10 }, 4);
    // 20 DICOM objects of 10 frames, of which 4 are analyzed, and 80 photographs.
    assert.equal(work.frames, 20 * 4 + 80);
    near(work.decodeMs, 20 * 500 + 80 * 600 + 160 * 300);
    near(work.sourceGb, (20 * 10 * 0.5 + 80 * 3) / 1000);
    near(work.renditionGb, (160 * 0.2) / 1000);
  });

  it('reads the command line, and names a missing or invalid option', () => {
    assert.deepEqual(workloadOf({ images: '5', 'dicom-share': '1', frames: '2' }), {
      images: 5,
      dicomShare: 1,
      frames: 2,
    });
    assert.throws(() => workloadOf({ 'dicom-share': '1', frames: '2' }), /--images is missing/);
    assert.throws(
      () => workloadOf({ images: '5', 'dicom-share': '2', frames: '1' }),
      /--dicom-share is '2'.*0 to 1/,
    );
    assert.throws(
      () => workloadOf({ images: '5', 'dicom-share': '1', frames: '1.5' }),
      /--frames is '1.5'.*whole/,
    );
  });
});

describe("the program's cost", function () {
  this.timeout(120_000);
  let graph: Graph;
  let inventory: Inventory;

  before(async () => {
    graph = await runProgram(exampleConfig('prod'), ENDPOINT);
    inventory = inventoryOf(graph);
  });

  it('is computed from the graph', () => {
    const { memoryMb, deliveries, ...rest } = inventory;
    const count = (type: string) => graph.resources.filter((resource) => resource.type === type).length;
    assert.equal(memoryMb['decode'], 3008);
    assert.equal(memoryMb['analyze'], 512);
    // Analyze and record receive the first event, record the second, and no function the last.
    assert.deepEqual(['Image Decoded', 'Image Analyzed', 'Job Completed'].map(deliveries), [2, 1, 0]);
    assert.deepEqual(rest, {
      polledQueues: 4,
      sweepsPerHour: 12,
      indexes: 3,
      hasRecovery: true,
      keys: 3,
      secrets: 1,
      webAcls: 1,
      wafRules: 5,
      // One each, and each function's error rate has two: errors and invocations.
      alarmMetrics: count('aws:cloudwatch/metricAlarm:MetricAlarm') + count('aws:lambda/function:Function'),
      dashboards: 1,
      endpointZones: 8,
      isAudited: true,
      retentionDays: 365,
      logRetentionDays: 365,
      archiveDays: 90,
      maxFrames: 1,
    });
  });

  it('matches a hand calculation for 1,000 images', () => {
    const lines = billOf(eventDriven(inventory, workOf(WORKLOAD, 1)));
    const of = (service: string, what: RegExp) => {
      const found = lines.filter((line) => line.service === service && what.test(line.what));
      assert.equal(found.length, 1, `${service} ${what}`);
      return found[0]!;
    };
    near(of('Rekognition', /Detect/).dollars, 2);
    // 500 x 500 ms + 500 x 600 ms + 1000 x 300 ms = 850 s of 3008 MB.
    near(of('Lambda', /^decode/).quantity, (850 * 3008) / 1024);
    near(of('Lambda', /^decode/).dollars, ((850 * 3008) / 1024) * 0.0000133334);
    near(of('Lambda', /^analyze/).quantity, 900 / 2);
    // 2 events reach record, 2 a run: 1000 runs; decode, analyze, 100 POSTs, 600 polls, 1000 GETs, 1000 links.
    near(of('Lambda', /^runs/).quantity, 1000 + 1000 + 1000 + 100 + 600 + 1000 + 1000);
    near(of('API Gateway', /./).quantity, 2700);
    // S3's event and three deliveries of published events, each sent, received and deleted.
    near(of('SQS', /^sent/).quantity, 3 * 1000 * 4);
    near(of('EventBridge', /published/).dollars, 0.003);
    // 7 writes of 2 KB, in the table and three indexes.
    near(of('DynamoDB', /^writes/).quantity, 1000 * 7 * 2 * 4);
    near(of('WAF', /rules/).dollars, 5);
    near(of('VPC endpoints', /zones/).dollars, 8 * 730 * 0.01);
    near(of('CloudWatch', /alarms/).dollars, inventory.alarmMetrics * 0.1);
  });

  it('is compared with a plain design that does the same work and polls', () => {
    const lines = billOf(plain(inventory, workOf(WORKLOAD, 1)));
    const quantity = (service: string, what: RegExp) =>
      lines.find((line) => line.service === service && what.test(line.what))!.quantity;
    near(quantity('Rekognition', /./), 2000);
    // One POST and three polls an image.
    near(quantity('API Gateway', /./), 4000);
    // 850 s of decoding and 900 s of waiting, at the size of decode.
    near(quantity('Lambda', /^process/), (1750 * 3008) / 1024);
    assert.ok(lines.every(({ fixed }) => fixed === undefined));
  });

  it('falls with every option that is off', async () => {
    const bare = inventoryOf(
      await runProgram({ ...exampleConfig('dev'), waf: 'false', analyzers: '[]' }, ENDPOINT),
    );
    assert.deepEqual([bare.endpointZones, bare.isAudited, bare.webAcls, bare.wafRules], [0, false, 0, 0]);
    const costs = byService(eventDriven(bare, workOf(WORKLOAD, bare.maxFrames)));
    const dollars = (name: string) => totalOf(costs.filter(({ service }) => service === name));
    assert.deepEqual(['Rekognition', 'VPC endpoints', 'WAF', 'CloudTrail'].map(dollars), [0, 0, 0, 0]);
    assert.ok(dollars('Lambda') > 0);
  });

  it('prints every assumption, and marks every price that was not read on AWS’s page', () => {
    const work = workOf(WORKLOAD, 1);
    const text = report(WORKLOAD, eventDriven(inventory, work), plain(inventory, work));
    for (const [name, { value, what }] of Object.entries(ASSUMED))
      assert.ok(text.includes(`  ${name} = ${value} ${what}`), name);
    for (const { unit, reading, page, asOf } of Object.values(PRICES)) {
      const line = text.split('\n').find((each) => each.includes(`${unit}: $`) && each.includes(page))!;
      assert.ok(line.startsWith(`  ${MARKS[reading].mark.padEnd(1)} ${unit}`), unit);
      assert.ok(line.includes(asOf), unit);
    }
    assert.match(text, /^DynamoDB .* er$/m);
    assert.match(text, /^X-Ray .*\d$/m);
    assert.equal(assumed('filesPerBatch'), 10);
  });
});
