// Mocha's spec reporter, which also writes its counts and failures to a file for test/run.ts.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.TEST_COUNTS_FILE;
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const failed = this.failures.map((test) => ({
        title: test.fullTitle(),
        error: String(test.err?.stack ?? test.err?.message ?? test.err),
      }));
      if (file)
        writeFileSync(
          file,
          JSON.stringify({ passed: passes, failed: failures, skipped: pending, failures: failed }),
        );
    });
  }
};
