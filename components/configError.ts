/** A configuration key that is missing or wrong; the message names it, says what it should be, and how to set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly key: string;

  constructor(key: string, fault: string, expected: string, example: string, options?: ErrorOptions) {
    super(
      `Configuration key ${key} ${fault}. It should be ${expected}; for example: pulumi config set ${key} '${example}'`,
      options,
    );
    this.key = key;
  }
}
