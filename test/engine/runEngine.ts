import type { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { invoke } from '../../local/graph/invoke.ts';
import { EngineStack, type Changes } from './engineStack.ts';
import { PROVIDER_SETTINGS } from './provider/settings.ts';

export interface EngineReport {
  stack: string;
  steps: { step: string; seconds: number; changes?: Changes }[];
  /** Bytes of the state after the first `up`, as the backend keeps it. */
  stateBytes: number;
  /** One sentence for each expectation that was not met. */
  failures: string[];
}

const LARGEST_STATE = 2_000_000;

/** A secret of the test's own, to be looked for in the state. */
const ORIGIN_SECRET = 'engineOriginSecret0123456789abcdefgh';

/** The setting that is changed, and the only resource that may change with it. */
const CHANGE = {
  key: 'minConfidence',
  value: '60',
  changes: /^update aws:lambda\/function:Function::dicom-analyze$/,
};

/**
 * Takes one stack through its life under the real engine, as docs/deployment.md and docs/operations.md have it: init,
 * preview, up, up again, one changed setting, refresh, tear-down, destroy.
 *
 * @param policyDelay milliseconds until a policy is in force
 */
export async function runEngine(
  pulumi: PulumiCommand,
  stackName: string,
  policyDelay: number,
): Promise<EngineReport> {
  const report: EngineReport = { stack: stackName, steps: [], stateBytes: 0, failures: [] };
  const expect = (met: boolean, sentence: string): void => {
    if (!met) report.failures.push(sentence);
  };
  const time = async <T>(
    step: string,
    run: () => Promise<T>,
    changesOf: (result: T) => Changes | undefined,
  ) => {
    const start = Date.now();
    const result = await run();
    const changes = changesOf(result);
    report.steps.push({ step, seconds: (Date.now() - start) / 1000, ...(changes ? { changes } : {}) });
    return result;
  };

  const stack = await time(
    'init',
    () =>
      EngineStack.init({
        pulumi,
        stack: stackName,
        policyDelay,
        // The first commands of the README set no secret; those for prod do.
        config: stackName === 'prod' ? { originSecret: { value: ORIGIN_SECRET, secret: true } } : {},
      }),
    () => undefined,
  );
  try {
    const planned = await time(
      'preview',
      () => stack.preview(),
      (changes) => changes,
    );
    const { changes: made } = await time(
      'up',
      () => stack.up(),
      ({ changes }) => changes,
    );
    expect(made.create === planned.create, `up created ${made.create}, preview announced ${planned.create}.`);

    const state = stack.state();
    report.stateBytes = Buffer.byteLength(state);
    expect(report.stateBytes < LARGEST_STATE, `The state has ${report.stateBytes} bytes.`);
    for (const [name, secret] of Object.entries({
      originSecret: ORIGIN_SECRET,
      seriesSecret: seriesSecret(),
    }))
      expect(!state.includes(secret), `${name} is in the state in plain text.`);

    const again = await time(
      'up again',
      () => stack.up(),
      ({ changes }) => changes,
    );
    expect(again.changed.length === 0, `A second up changes ${again.changed.join(', ')}.`);

    await stack.setConfig(CHANGE.key, CHANGE.value);
    const changed = await time(
      `up with ${CHANGE.key}`,
      () => stack.up(),
      ({ changes }) => changes,
    );
    const functions = changed.changed.filter((each) => !each.includes('pulumi:pulumi:Stack'));
    expect(
      functions.length === 1 && CHANGE.changes.test(functions[0]!),
      `${CHANGE.key} changes ${functions.join(', ') || 'nothing'}.`,
    );

    const refreshed = await time(
      'refresh',
      () => stack.refresh(),
      (changes) => changes,
    );
    expect(
      Object.keys(refreshed).every((key) => key === 'same'),
      `refresh finds ${JSON.stringify(refreshed)}.`,
    );

    // docs/operations.md, "Tear down"
    await stack.setConfig('tearDown', 'true');
    await time(
      'up with tearDown',
      () => stack.up(),
      ({ changes }) => changes,
    );
    const destroyed = await time(
      'destroy',
      () => stack.destroy(),
      (changes) => changes,
    );
    expect(destroyed.delete === made.create, `destroy deleted ${destroyed.delete} of ${made.create}.`);
  } catch (error) {
    report.failures.push(reasonOf(error));
  } finally {
    stack.close();
  }
  return report;
}

/** Returns the random password that the stand-in provider gives the series secret. */
const seriesSecret = (): string =>
  String(
    invoke(
      'aws:secretsmanager/getRandomPassword:getRandomPassword',
      { passwordLength: 32, excludePunctuation: true },
      PROVIDER_SETTINGS,
    ).randomPassword,
  ).slice(0, 24);

/** The engine's own lines about what went wrong, else the whole message. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => /^\s*error:/.test(line));
  return lines.length > 0 ? [...new Set(lines.map((line) => line.trim()))].join('; ') : text;
}
