import * as pulumi from '@pulumi/pulumi';

/** A setting that is missing, invalid or in conflict with another. */
export interface SettingProblem {
  /** The name of the setting, or `name` for the name of the component. */
  setting: string;
  /** The fault, to follow the name: `is missing`. */
  fault: string;
  /** The values that are accepted, as a noun phrase. */
  expected: string;
  /** An accepted value; none for a setting that must be removed. */
  example?: unknown;
  secret?: boolean;
}

/** The notation in which the author of a setting names and sets it. */
export interface Notation {
  nameOf: (setting: string) => string;
  /** Returns the code or command that sets the setting to a problem's example. */
  assign: (problem: SettingProblem) => string;
}

/** Reports every invalid setting at once. Pulumi prints the message without a stack. */
export class SettingsError extends pulumi.RunError {
  override readonly name = 'SettingsError';
  readonly problems: readonly SettingProblem[];

  /**
   * @param problems one or more
   * @param notationOf chooses the notation in which a problem is reported
   */
  constructor(problems: readonly SettingProblem[], notationOf: (problem: SettingProblem) => Notation) {
    super(problems.map((problem) => describe(problem, notationOf(problem))).join('\n'));
    this.problems = problems;
  }
}

function describe(problem: SettingProblem, { nameOf, assign }: Notation): string {
  const sentence = `${nameOf(problem.setting)} ${problem.fault}. Expected: ${problem.expected}.`;
  return problem.example === undefined ? sentence : `${sentence} Example: ${assign(problem)}`;
}
