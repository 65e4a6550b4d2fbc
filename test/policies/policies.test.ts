import assert from 'node:assert/strict';
import { checkEnvironment, killMutants } from './check.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { RULES } from './rules.ts';

/** The whole of it is `npm run policies -- --mutants`; here every seventh mutant is tried. */
const SAMPLE = 7;

describe('policies', function () {
  this.timeout(120_000);

  it('are at least 45, with unique names', () => {
    assert.ok(RULES.length >= 45, `${RULES.length} rules`);
    assert.equal(new Set(RULES.map(({ name }) => name)).size, RULES.length);
  });

  for (const environment of ['dev', 'prod']) {
    it(`find nothing in ${environment} that is not an exception with a reason`, async () => {
      const checked = await checkEnvironment(environment);
      assert.deepEqual(
        checked.flatMap(({ violations }) => violations),
        [],
      );
    });

    it(`notice every property of ${environment} that is deleted or weakened, in a sample`, async () => {
      const killings = await killMutants(environment, (index) => index % SAMPLE === 0);
      const made = killings.reduce((sum, killing) => sum + killing.made, 0);
      assert.ok(made > RULES.length, `${made} mutants`);
      assert.deepEqual(
        killings.flatMap(({ rule, survived }) => survived.map((what) => `${rule}: ${what}`)),
        [],
      );
    });
  }

  it('look at something in prod, every one, and every exception is used', async () => {
    const dev = await checkEnvironment('dev');
    const prod = await checkEnvironment('prod');
    const idle = prod.filter(({ looked }) => looked === 0).map(({ rule }) => rule.name);
    assert.deepEqual(idle, []);
    const used = new Set(
      [...dev, ...prod].flatMap(({ rule, excepted }) =>
        excepted.map(({ resource }) => `${rule.name} ${resource}`),
      ),
    );
    const idleExceptions = EXCEPTIONS.map(({ rule, resource }) => `${rule} ${resource}`).filter(
      (exception) => !used.has(exception),
    );
    assert.deepEqual(idleExceptions, []);
  });

  it('make no exception for what holds images, rows or events', () => {
    const kept = /-(uploads|derived|jobs|decode|analyze|record|erase|data|operations)$|^dicom$/;
    const excepted = EXCEPTIONS.filter(
      ({ resource, rule }) => kept.test(resource) && !['logs-retention', 'dynamodb-protected'].includes(rule),
    );
    assert.deepEqual(excepted, []);
  });
});
