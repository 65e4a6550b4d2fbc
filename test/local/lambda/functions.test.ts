import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueueConsumer, ReceivedMessage } from '../../../local/services/sqs/createQueueConsumer.ts';
import { findFailedItems } from '../../../local/lambda/findFailedItems.ts';
import { Functions } from '../../../local/lambda/functions.ts';
import type { FunctionSettings } from '../../../local/lambda/functionSettings.ts';
import { Poller } from '../../../local/lambda/poller.ts';
import { waitFor } from '../../support/waitFor.ts';

const settings = (name: string, source: string, more: Partial<FunctionSettings> = {}): FunctionSettings => ({
  logicalName: name,
  name,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  roleArn: `arn:aws:iam::000000000000:role/${name}`,
  handler: 'index.handler',
  timeout: 5,
  memorySize: 256,
  reservedConcurrency: undefined,
  variables: { GREETING: 'hello' },
  code: { files: new Map([['index.mjs', Buffer.from(source)]]) },
  codeHash: source,
  logGroup: `/aws/lambda/${name}`,
  traced: false,
  inVpc: false,
  ...more,
});

describe('Functions', () => {
  const directory = mkdtempSync(join(tmpdir(), 'functions-'));
  const printed: string[] = [];
  let functions: Functions;

  before(async () => {
    functions = await Functions.start({
      functions: [
        settings(
          'echo',
          'let calls = 0; export const handler = async (event, context) => { calls++; console.log("seen", event.n); return { event, calls, env: process.env, left: context.getRemainingTimeInMillis() }; };',
        ),
        settings('thrower', 'export const handler = async () => { throw new TypeError("no such thing"); };'),
        settings('sleeper', 'export const handler = () => new Promise((r) => setTimeout(r, 60000));', {
          timeout: 0.3,
        }),
        settings(
          'hog',
          'const kept = []; export const handler = async () => { for (;;) { kept.push(Buffer.alloc(20e6, 1)); await new Promise((r) => setTimeout(r, 20)); } };',
          { memorySize: 128 },
        ),
        settings(
          'batch',
          'export const handler = async ({ Records }) => ({ batchItemFailures: Records.filter((r) => r.body === "bad").map((r) => ({ itemIdentifier: r.messageId })) });',
        ),
      ],
      directory,
      region: 'us-east-1',
      awsEndpointUrl: 'http://127.0.0.1:1',
      credentialsOf: (role) => ({ accessKeyId: role, secretAccessKey: 'secret' }),
      log: (name, line) => printed.push(`${name} ${line}`),
    });
  });

  after(async () => {
    await functions.close();
    rmSync(directory, { recursive: true });
  });

  it('give a handler the environment of the graph and of Lambda, not of this process', async () => {
    const { env, left } = (await functions.invoke('echo', { n: 1 })) as {
      env: Record<string, string>;
      left: number;
    };
    assert.equal(env.GREETING, 'hello');
    assert.equal(env.AWS_LAMBDA_FUNCTION_NAME, 'echo');
    assert.equal(env.AWS_ACCESS_KEY_ID, 'arn:aws:iam::000000000000:role/echo');
    assert.equal(env.PATH, undefined);
    assert.equal(env.HOME, undefined);
    assert.ok(left > 4000 && left <= 5000);
    // The output of a function arrives apart from its result.
    await waitFor('the printed line', () => printed.includes('echo seen 1'));
  });

  it('reuse a warm environment, and start another one for a concurrent event', async () => {
    const one = (await functions.invoke('echo', { n: 2 })) as { calls: number };
    assert.ok(one.calls >= 2);
    const both = (await Promise.all([functions.invoke('echo', {}), functions.invoke('echo', {})])) as {
      calls: number;
    }[];
    assert.deepEqual(both.map(({ calls }) => calls).sort(), [1, one.calls + 1]);
  });

  it('report the cause of a failure', async () => {
    await assert.rejects(functions.invoke('thrower', {}), /TypeError: no such thing/);
    await assert.rejects(functions.invoke('sleeper', {}), /Task timed out after 0.3/);
  });

  it('reject an event of more than 6 MB, as a synchronous invocation does', async () => {
    await assert.rejects(functions.invoke('echo', { text: 'x'.repeat(6 * 1024 * 1024) }), {
      name: 'RequestTooLargeException',
    });
  });

  it('kill a function that exceeds its memory', async () => {
    await assert.rejects(functions.invoke('hog', {}), /Runtime.OutOfMemory|Runtime.ExitError/);
  });

  it('delete only the messages that succeeded from the queue', async () => {
    const message = (body: string): ReceivedMessage => ({
      messageId: `id-${body}`,
      receiptHandle: `receipt-${body}`,
      body,
      md5OfBody: '',
      attributes: {},
      messageAttributes: {},
    });
    const waiting = [[message('good'), message('bad')]];
    const deleted: string[] = [];
    let seen: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (seen = resolve));
    const queues: QueueConsumer = {
      receive: async (_queue, _role, _options, signal) =>
        waiting.pop() ??
        (await new Promise<never[]>((resolve) => signal.addEventListener('abort', () => resolve([])))),
      delete: async (_queue, _role, receipts) => {
        deleted.push(...receipts);
        seen();
        return Promise.resolve();
      },
    };
    const poller = new Poller(
      {
        queueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
        functionArn: settings('batch', '').arn,
        batchSize: 10,
        batchingWindow: 0,
        maximumConcurrency: 2,
        reportBatchItemFailures: true,
      },
      { functions, queues, region: 'us-east-1', onError: (error) => assert.fail(String(error)) },
    );
    await done;
    await poller.stop();
    assert.deepEqual(deleted, ['receipt-good']);
  });
});

describe('findFailedItems', () => {
  it('returns all items for a malformed response', () => {
    assert.deepEqual(
      [...findFailedItems({ batchItemFailures: [{ itemIdentifier: 'x' }] }, ['a', 'b'], true)],
      ['a', 'b'],
    );
    assert.deepEqual(
      [...findFailedItems({ batchItemFailures: [{ itemIdentifier: 'a' }] }, ['a', 'b'], true)],
      ['a'],
    );
    assert.deepEqual([...findFailedItems(undefined, ['a'], true)], []);
  });
});
