import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { collectGraph } from '../../../local/graph/collectGraph.ts';
import { isGraphArchive } from '../../../local/graph/isGraphArchive.ts';

const run = (program: string) =>
  collectGraph({
    program: fileURLToPath(new URL(`../programs/${program}.ts`, import.meta.url)),
    config: {},
    settings: {
      project: 'p',
      stack: 's',
      region: 'us-east-1',
      accountId: '000000000000',
      awsEndpointUrl: 'http://127.0.0.1:4566',
      seed: 'test',
    },
  });

describe('collectGraph', () => {
  it('names resources as AWS does, unwraps secrets and reads archives', async () => {
    const { resources, outputs } = await run('small');
    const bucket = resources.find(({ name }) => name === 'uploads');
    assert.ok(bucket);
    assert.match(bucket.id, /^uploads-[0-9a-f]{7}$/);
    assert.equal(bucket.parent, 'urn:pulumi:s::p::pulumi:pulumi:Stack$test:index:Group::group');
    assert.equal(outputs.bucketArn, `arn:aws:s3:::${bucket.id}`);
    assert.match(
      String(outputs.functionArn),
      /^arn:aws:lambda:us-east-1:000000000000:function:echo-[0-9a-f]{7}$/,
    );
    assert.equal(resources.find(({ name }) => name === 'page')?.inputs.content, '<p>hello</p>');
    const code = resources.find(({ name }) => name === 'echo')?.inputs.code;
    assert.ok(isGraphArchive(code));
    assert.match(code.files.get('index.mjs')?.toString() ?? '', /event => event|\(event\) => event/);
  });

  it('derives the same names on every run', async () => {
    const [first, second] = [await run('small'), await run('small')];
    assert.deepEqual(first.outputs, second.outputs);
  });

  it('rejects an unknown resource type by name', async () => {
    await assert.rejects(run('unknownType'), /aws:kinesis\/stream:Stream.*`stream`/);
  });

  it('rejects a property that it would ignore by name', async () => {
    await assert.rejects(run('unknownProperty'), /aws:sqs\/queue:Queue `orders`.*`fifoQueue`/);
  });
});
