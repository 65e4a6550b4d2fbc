import assert from 'node:assert/strict';
import { checkEnvironment, testMutants } from './check.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { RULES } from './rules.ts';

/** Tests every seventh mutant. `npm run policies -- --mutants` tests all. */
const SAMPLE = 7;

describe('policies', function () {
  this.timeout(120_000);

  it('number at least 45 and have unique names', () => {
    assert.ok(RULES.length >= 45, `${RULES.length} rules`);
    assert.equal(new Set(RULES.map(({ name }) => name)).size, RULES.length);
  });

  for (const environment of ['dev', 'prod']) {
    it(`report no violation in ${environment} without an exception`, async () => {
      const checked = await checkEnvironment(environment);
      assert.deepEqual(
        checked.flatMap(({ violations }) => violations),
        [],
      );
    });

    it(`report deleted and weakened properties of ${environment} in a sample`, async () => {
      const reports = await testMutants(environment, (index) => index % SAMPLE === 0);
      const made = reports.reduce((sum, report) => sum + report.made, 0);
      assert.ok(made > RULES.length, `${made} mutants`);
      assert.deepEqual(
        reports.flatMap(({ rule, survived }) => survived.map((what) => `${rule}: ${what}`)),
        [],
      );
    });
  }

  it('each apply to a resource in prod, and every exception is used', async () => {
    const dev = await checkEnvironment('dev');
    const prod = await checkEnvironment('prod');
    const idle = prod.filter(({ checked }) => checked === 0).map(({ rule }) => rule.name);
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

  it('have no exceptions for resources with images, rows or events', () => {
    const kept = /-(uploads|derived|jobs|decode|analyze|record|erase|data|operations)$|^dicom$/;
    const excepted = EXCEPTIONS.filter(
      ({ resource, rule }) => kept.test(resource) && !['logs-retention', 'dynamodb-protected'].includes(rule),
    );
    assert.deepEqual(excepted, []);
  });
});
