import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';
import { policyOf } from '../support/policyOf.ts';

const HANDLERS = fileURLToPath(new URL('../../../handlers/', import.meta.url));

/** Returns the environment variables that a handler's sources read, including its imports. */
async function listVariablesRead(handler: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [`${HANDLERS}${handler}.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  const sources = Object.keys(metafile.inputs).map((path) => readFileSync(path, 'utf8'));
  const names = sources.flatMap((source) =>
    [...source.matchAll(/(?:text|number|flag|list)Variable\(\s*'(\w+)'/g)].map((match) => match[1]!),
  );
  return [...new Set(names)].sort();
}

describe('HandlerFunction', function () {
  this.timeout(60_000);
  let graph: StackGraph;
  before(async () => (graph = await stackGraph()));
  const functions = () => graph.all('aws:lambda/function:Function');

  it('gives every function exactly the environment variables that it reads', async () => {
    for (const { name, inputs } of functions()) {
      const { variables } = inputs.environment as { variables: Record<string, string> };
      const own = Object.keys(variables).filter((key) => !key.startsWith('POWERTOOLS_'));
      const read = await listVariablesRead(name.replace('dicom-', ''));
      assert.deepEqual(own.sort(), read, name);
    }
  });

  it('gives every function its own role, log and concurrency limit', () => {
    assert.equal(functions().length, 13);
    assert.equal(new Set(functions().map(({ inputs }) => inputs.role)).size, 13);
    for (const { name, inputs } of functions()) {
      assert.equal(inputs.runtime, 'nodejs22.x', name);
      assert.deepEqual(inputs.tracingConfig, { mode: 'Active' });
      const log = graph.one('aws:cloudwatch/logGroup:LogGroup', name);
      assert.equal(log.inputs.retentionInDays, 30);
      assert.equal(log.inputs.kmsKeyId, graph.one('aws:kms/key:Key', 'dicom-operations').outputs.arn);
      const fn = graph.one('aws:lambda/function:Function', name);
      assert.equal(log.outputs.name, `/aws/lambda/${String(fn.outputs.name)}`);
      assert.deepEqual(inputs.loggingConfig, { logFormat: 'JSON', logGroup: log.outputs.name });
    }
  });

  it('allows exact actions, and * only for actions without resource types', () => {
    for (const policy of graph.all('aws:iam/rolePolicy:RolePolicy'))
      for (const { Effect, Action, Resource } of policyOf(policy)) {
        assert.equal(Effect, 'Allow');
        const actions = [Action].flat();
        for (const action of actions) assert.match(action, /^[a-z0-9]+:[A-Za-z]+$/, policy.name);
        if ([Resource].flat().includes('*'))
          assert.ok(
            actions.every((action) => /^(xray:Put|rekognition:Detect)/.test(action)),
            `${policy.name}: ${actions.join()}`,
          );
      }
  });

  it('lets only some functions publish events, read the secret or delete objects', () => {
    const listFunctionsAllowed = (action: string) =>
      graph
        .all('aws:iam/rolePolicy:RolePolicy')
        .filter((policy) => policyOf(policy).some((statement) => [statement.Action].flat().includes(action)))
        .map(({ name }) => name.replace('dicom-', ''))
        .sort();
    assert.deepEqual(listFunctionsAllowed('events:PutEvents'), [
      'analyze',
      'decode',
      'deleteJob',
      'record',
      'retryJob',
      'sweep',
    ]);
    assert.deepEqual(listFunctionsAllowed('secretsmanager:GetSecretValue'), ['decode']);
    assert.deepEqual(listFunctionsAllowed('rekognition:DetectLabels'), ['analyze']);
    assert.deepEqual(listFunctionsAllowed('s3:DeleteObjectVersion'), ['analyze', 'decode', 'erase']);
  });
});
