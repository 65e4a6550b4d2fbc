import assert from 'node:assert/strict';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';
import { COMBINATIONS } from './support/combinations.ts';
import { findFaults, judgeResources } from './support/findFaults.ts';
import { LONG_NAMED } from './support/longNamed.ts';
import type { RegisteredResource } from './support/resourceMonitor.ts';

/** Tests the combinations with the fewest and the most options, and others chosen by the seed. `npm run combinations` tests all. */
const OTHER_COUNT = 1;
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
    ...Array.from({ length: OTHER_COUNT }, () => COMBINATIONS[Math.floor(random() * COMBINATIONS.length)]!),
  ]);
  for (const combination of sample)
    it(`registers the same resources as under the mocks, without faults, with ${combination.description}`, async () => {
      const { resources, faults } = await findFaults(combination, LONG_NAMED);
      assert.deepEqual(faults, []);
      assert.ok(resources > 200, `${resources} resources`);
    });
});

describe('judgeResources', () => {
  const tags = { project: 'dicom-analyzer', environment: 'dev', stack: LONG_NAMED.stack };
  const queue = (inputs: Record<string, unknown>, name = 'q'): RegisteredResource => ({
    urn: `urn:pulumi:s::p::aws:sqs/queue:Queue::${name}`,
    type: 'aws:sqs/queue:Queue',
    name,
    custom: true,
    inputs,
    outputs: { name: `${name}-0123456` },
  });
  const cases: [what: string, resources: RegisteredResource[], fault: RegExp | undefined][] = [
    ['a valid resource', [queue({ tags })], undefined],
    ['a duplicate URN', [queue({ tags }), queue({ tags })], /queue:Queue::q is registered twice/],
    ['missing tags', [queue({})], /Queue q lacks the stack's tags/],
    [
      'the tags of another stack',
      [queue({ tags: { ...tags, stack: 'other' } })],
      /Queue q lacks the stack's tags/,
    ],
    [
      'an output in a string',
      [queue({ tags, policy: 'Calling [toString] on an [Output<T>] is not supported.' })],
      /unresolved/,
    ],
    ['an object in a string', [queue({ tags, policy: 'arn:[object Object]' })], /unresolved/],
    ['an unknown value', [queue({ tags, policy: '04da6b54-80e4-46f7-96ec-b56ff0331ba9' })], /unresolved/],
    ['a name that is too long', [queue({ tags }, 'q'.repeat(80))], /name-length: .* the maximum is 80/],
  ];
  for (const [what, resources, expected] of cases)
    it(`reports ${expected === undefined ? 'no fault of a valid resource' : what}`, () => {
      const faults = judgeResources(resources, LONG_NAMED);
      if (expected === undefined) assert.deepEqual(faults, []);
      else assert.match(faults.join('\n'), expected);
    });
});
