import assert from 'node:assert/strict';
import { checkEnvironment, killMutants } from './check.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { RULES } from './rules.ts';

describe('policies', function () {
  this.timeout(120_000);

  it('are at least 45, each under a name of its own', () => {
    assert.ok(RULES.length >= 45, `${RULES.length} rules`);
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
  });

  for (const environment of ['dev', 'prod']) {
    it(`find nothing in ${environment} that is not an exception with a reason`, async () => {
      const checked = await checkEnvironment(environment);
      assert.deepEqual(
        checked.flatMap(({ violations }) => violations),
        [],
      );
    });

    it(`notice every property of ${environment} that is deleted or weakened`, async () => {
      const { made, survived } = await killMutants(environment);
      assert.ok(made > RULES.length, `${made} mutants`);
      assert.deepEqual(survived, []);
    });
  }

  it('look at something in prod, every one, and every exception is used', async () => {
    const dev = await checkEnvironment('dev');
    const prod = await checkEnvironment('prod');
    const idle = prod.filter(({ looked }) => looked === 0).map(({ rule }) => rule.id);
    assert.deepEqual(idle, []);
    const used = new Set([...dev, ...prod].flatMap(({ excepted }) => excepted.map(({ reason }) => reason)));
    assert.deepEqual(
      EXCEPTIONS.filter(({ reason }) => !used.has(reason)).map(({ rule }) => rule),
      [],
    );
  });
});
