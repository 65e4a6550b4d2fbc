import assert from 'node:assert/strict';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';
import { COMBINATIONS } from './support/combinations.ts';
import { flawsOf, judged } from './support/flaws.ts';
import { LONG_NAMED } from './support/longNamed.ts';
import type { Arrived } from './support/resourceMonitor.ts';

/** The whole of it is `npm run combinations`; here the least, the most, and others by a seed. */
const OTHERS = 1;
const SEED = 20_260_101;

describe('the program under pulumi up', function () {
  this.timeout(300_000);

  it('has a combination for each choice of network, audit, domain, analyzers and origin secret', () => {
    assert.equal(COMBINATIONS.length, 3 * 2 * 2 * 2 * 2);
    assert.equal(new Set(COMBINATIONS.map(({ config }) => JSON.stringify(config))).size, COMBINATIONS.length);
  });

  const random = createSeededRandom(SEED);
  const sample = new Set([
    COMBINATIONS[0]!,
    COMBINATIONS.at(-1)!,
    ...Array.from({ length: OTHERS }, () => COMBINATIONS[Math.floor(random() * COMBINATIONS.length)]!),
  ]);
  for (const combination of sample)
    it(`registers what it does under the mocks, and nothing amiss, with ${combination.what}`, async () => {
      const { resources, flaws } = await flawsOf(combination, LONG_NAMED);
      assert.deepEqual(flaws, []);
      assert.ok(resources > 200, `${resources} resources`);
    });
});

describe('a resource that is amiss', () => {
  const tags = { project: 'dicom-analyzer', environment: 'dev', stack: LONG_NAMED.stack };
  const queue = (inputs: Record<string, unknown>, name = 'q'): Arrived => ({
    urn: `urn:pulumi:s::p::aws:sqs/queue:Queue::${name}`,
    type: 'aws:sqs/queue:Queue',
    name,
    custom: true,
    inputs,
    outputs: { name: `${name}-0123456` },
  });
  const cases: [what: string, resources: Arrived[], flaw: RegExp | undefined][] = [
    ['nothing', [queue({ tags })], undefined],
    ['a URN twice', [queue({ tags }), queue({ tags })], /queue:Queue::q comes twice/],
    ['no tags', [queue({})], /Queue q lacks the stack's tags/],
    [
      'the tags of another stack',
      [queue({ tags: { ...tags, stack: 'other' } })],
      /Queue q lacks the stack's tags/,
    ],
    [
      'an output in a text',
      [queue({ tags, policy: 'Calling [toString] on an [Output<T>] is not supported.' })],
      /unresolved/,
    ],
    ['an object in a text', [queue({ tags, policy: 'arn:[object Object]' })], /unresolved/],
    [
      'a value that is never known',
      [queue({ tags, policy: '04da6b54-80e4-46f7-96ec-b56ff0331ba9' })],
      /unresolved/,
    ],
    ['a name that is too long', [queue({ tags }, 'q'.repeat(80))], /name-length: .* at most 80/],
  ];
  for (const [what, resources, flaw] of cases)
    it(`is found out by ${what}`, () => {
      const flaws = judged(resources, LONG_NAMED);
      if (flaw === undefined) assert.deepEqual(flaws, []);
      else assert.match(flaws.join('\n'), flaw);
    });
});
