import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Graph } from '../../local/graph/graph.ts';
import { DEPLOYER_ACTIONS } from './deployerActions.ts';
import { deployerPolicies, MAX_POLICY_CHARACTERS, sizeOf } from './deployerPolicy.ts';
import { minimalGraph, renderDocuments, fullGraph } from './documents.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const pages = readdirSync(new URL('docs/', ROOT)).filter((file) => file.endsWith('.md'));

describe('the generated documents', function () {
  this.timeout(120_000);
  let full: Graph;
  let bare: Graph;
  let documents: Record<string, string>;

  before(async () => {
    full = await fullGraph();
    bare = await minimalGraph();
    documents = await renderDocuments(full, bare);
  });

  it('match the resource graph (otherwise run `npm run docs` and commit the result)', () => {
    for (const [name, text] of Object.entries(documents)) assert.equal(read(`docs/${name}`), text, name);
  });

  it('do not depend on the registration order or on generated names', async () => {
    const reverse = (graph: Graph): Graph => ({ ...graph, resources: [...graph.resources].reverse() });
    const again = await renderDocuments(reverse(full), reverse(bare));
    assert.deepEqual(again['iam.md'], documents['iam.md']);
    assert.deepEqual(again, documents);
    for (const name of ['iam.md', 'functions.md', 'resources.md'])
      assert.doesNotMatch(documents[name]!, /dicom-[A-Za-z-]*-[0-9a-f]{7}\b/, name);
  });

  it('name every resource, function and role', () => {
    for (const { type, name, custom } of full.resources) {
      if (!custom || type.endsWith(':BucketObjectv2') || type.startsWith('pulumi:')) continue;
      assert.ok(documents['resources.md']!.includes(`| \`${type.split(':').at(-1)}\` | ${name} |`), name);
      if (type === 'aws:lambda/function:Function')
        assert.ok(documents['functions.md']!.includes(`## ${name}\n`), name);
      if (type === 'aws:iam/role:Role') assert.ok(documents['iam.md']!.includes(`## ${name}\n`), name);
    }
  });

  it('describe every component and handler', () => {
    const files = ['components', 'handlers'].flatMap((folder) =>
      readdirSync(new URL(folder, ROOT), { encoding: 'utf8', recursive: true })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file}`)
        .filter((file) =>
          /extends pulumi\.ComponentResource|^export (const|async function) handler\b/m.test(read(file)),
        ),
    );
    assert.ok(files.length > 25);
    for (const file of files) assert.ok(documents['components.md']!.includes(`(../${file})`), file);
  });

  it('link to existing files', () => {
    for (const page of ['README.md', ...pages.map((file) => `docs/${file}`)])
      for (const [, target] of read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        assert.ok(existsSync(new URL(target!, new URL(page, ROOT))), `${page} links to ${target}`);
  });
});

describe("the deployer's policies", function () {
  this.timeout(120_000);
  let full: Graph;
  before(async () => (full = await fullGraph()));

  it('cover exactly the resource types of the graph', () => {
    const types = new Set(full.resources.map(({ type }) => type).filter((type) => /^awsx?:/.test(type)));
    assert.deepEqual(Object.keys(DEPLOYER_ACTIONS).sort(), [...types].sort());
    const granted = new Set(
      deployerPolicies(full).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)),
    );
    for (const [type, actions] of Object.entries(DEPLOYER_ACTIONS))
      for (const action of actions) assert.ok(granted.has(action), `${type}: ${action}`);
  });

  it('contain exact actions, in policies within the limit', () => {
    const policies = deployerPolicies(full);
    assert.ok(policies.length <= 10);
    for (const policy of policies) {
      assert.ok(sizeOf(policy) <= MAX_POLICY_CHARACTERS, String(sizeOf(policy)));
      for (const { Action } of policy.Statement)
        for (const action of Action) assert.match(action, /^[a-z0-9]+:[A-Za-z]+$/);
    }
  });

  it('reject an unknown resource type', () => {
    const unknown = { ...full.resources[0]!, type: 'aws:ec2/instance:Instance' };
    assert.throws(() => deployerPolicies({ ...full, resources: [unknown] }), /'aws:ec2\/instance:Instance'/);
  });
});
