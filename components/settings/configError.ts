/** A configuration key that is missing or wrong. */
export interface ConfigProblem {
  key: string;
  /** What is wrong with it, as in `is missing`. */
  fault: string;
  /** What it should be, in words. */
  expected: string;
  /** A value that would do, as `pulumi config set` takes it. */
  example: string;
}

const sentence = ({ key, fault, expected, example }: ConfigProblem): string =>
  `Configuration key ${key} ${fault}. It should be ${expected}; for example: pulumi config set ${key} '${example}'`;

/** Everything that is wrong with a configuration at once; each key is named, with what it should be and how to set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];
  /** The first of the keys. */
  readonly key: string;

  /** @param problems one or more */
  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(sentence).join('\n'));
    this.problems = problems;
    this.key = problems[0]?.key ?? '';
  }
}
