import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Graph } from '../../local/graph/graph.ts';
import { DEPLOYER_ACTIONS } from './deployerActions.ts';
import { deployerPolicies, LARGEST_POLICY, sizeOf } from './deployerPolicy.ts';
import { bareGraph, documentsOf, fullGraph } from './documents.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const pages = readdirSync(new URL('docs/', ROOT)).filter((file) => file.endsWith('.md'));

describe('the documents', function () {
  this.timeout(120_000);
  let full: Graph;
  let bare: Graph;
  let documents: Record<string, string>;

  before(async () => {
    full = await fullGraph();
    bare = await bareGraph();
    documents = await documentsOf(full, bare);
  });

  it('are those of the graph as it is: if not, run `npm run docs` and commit what it writes', () => {
    for (const [name, text] of Object.entries(documents)) assert.equal(read(`docs/${name}`), text, name);
  });

  it('do not hang on the order in which resources were registered, nor on their names of chance', async () => {
    const turned = (graph: Graph): Graph => ({ ...graph, resources: [...graph.resources].reverse() });
    const again = await documentsOf(turned(full), turned(bare));
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

  it('tell of every component and handler', () => {
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

  it('link to files that are there', () => {
    for (const page of ['README.md', ...pages.map((file) => `docs/${file}`)])
      for (const [, target] of read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        assert.ok(existsSync(new URL(target!, new URL(page, ROOT))), `${page} links to ${target}`);
  });
});

describe("the deployer's policies", function () {
  this.timeout(120_000);
  let full: Graph;
  before(async () => (full = await fullGraph()));

  it('cover every type of resource, and know of no other', () => {
    const types = new Set(full.resources.map(({ type }) => type).filter((type) => /^awsx?:/.test(type)));
    assert.deepEqual(Object.keys(DEPLOYER_ACTIONS).sort(), [...types].sort());
    const granted = new Set(
      deployerPolicies(full).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)),
    );
    for (const [type, actions] of Object.entries(DEPLOYER_ACTIONS))
      for (const action of actions) assert.ok(granted.has(action), `${type}: ${action}`);
  });

  it('hold exact actions, each in a policy within the limit', () => {
    const policies = deployerPolicies(full);
    assert.ok(policies.length <= 10);
    for (const policy of policies) {
      assert.ok(sizeOf(policy) <= LARGEST_POLICY, String(sizeOf(policy)));
      for (const { Action } of policy.Statement)
        for (const action of Action) assert.match(action, /^[a-z0-9]+:[A-Za-z]+$/);
    }
  });

  it('refuse a type that nobody has thought of', () => {
    const strange = { ...full.resources[0]!, type: 'aws:ec2/instance:Instance' };
    assert.throws(() => deployerPolicies({ ...full, resources: [strange] }), /'aws:ec2\/instance:Instance'/);
  });
});
