/** Prepares the page before the tests: sets up mocha without a reporter, and collects policy violations. */
interface Result {
  title: string[];
  state: 'passed' | 'failed' | 'pending';
  error?: string;
}

declare global {
  interface Window {
    violations: string[];
    runTests(): Promise<Result[]>;
  }
}

window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`),
);

mocha.setup({ ui: 'bdd', reporter: Mocha.reporters.Base, timeout: 15_000 });

window.runTests = () =>
  new Promise((resolve) => {
    const results: Result[] = [];
    const runner = mocha.run(() => resolve(results));
    const title = (test: Mocha.Test): string[] => test.titlePath();
    runner.on('pass', (test) => results.push({ title: title(test), state: 'passed' }));
    runner.on('pending', (test) => results.push({ title: title(test), state: 'pending' }));
    runner.on('fail', (test, error: Error) =>
      results.push({ title: title(test), state: 'failed', error: error.stack ?? String(error) }),
    );
  });

export {};
