import * as pulumi from '@pulumi/pulumi';
import assert from 'node:assert/strict';
import { isAbsolute } from 'node:path';
import { stackGraph, type StackGraph } from './support/stackGraph.ts';

const MEGABYTE = 2 ** 20;
const HASH_LENGTH = 64;

/** Returns a value as Pulumi stores it in the state: a file as hash and path, any other asset with its contents. */
async function toState(value: unknown): Promise<unknown> {
  if (value instanceof pulumi.asset.FileAsset || value instanceof pulumi.asset.FileArchive)
    return { signature: '0'.repeat(32), hash: '0'.repeat(HASH_LENGTH), path: await value.path };
  if (value instanceof pulumi.asset.StringAsset) return { text: await value.text };
  if (value instanceof pulumi.asset.AssetArchive) return toState(await value.assets);
  if (Array.isArray(value)) return Promise.all(value.map(toState));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await toState(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

describe('the state of a stack', function () {
  this.timeout(120_000);
  let graph: StackGraph;
  before(async () => (graph = await stackGraph()));

  it('is smaller than 2 MB', async () => {
    const { length } = JSON.stringify(await toState(graph.resources));
    assert.ok(length < 2 * MEGABYTE, `${length} bytes`);
  });

  it('names the code of each function by the absolute path of an archive', async () => {
    const functions = graph.all('aws:lambda/function:Function');
    assert.ok(functions.length > 0);
    for (const { name, inputs } of functions) {
      assert.ok(inputs.code instanceof pulumi.asset.FileArchive, name);
      assert.ok(isAbsolute(await inputs.code.path), name);
    }
  });

  it('names each file of the site by its absolute path', async () => {
    const sources = graph
      .all('aws:s3/bucketObjectv2:BucketObjectv2')
      .flatMap(({ inputs }) => (inputs.source === undefined ? [] : [inputs.source]));
    assert.ok(sources.length > 10);
    for (const source of sources) {
      assert.ok(source instanceof pulumi.asset.FileAsset);
      assert.ok(isAbsolute(await source.path));
    }
  });
});
