/** A required environment variable is missing. */
export class MissingVariableError extends Error {
  override readonly name = 'MissingVariableError';
  constructor(variable: string) {
    super(`The environment variable ${variable} is missing: set it on the function in components/.`);
  }
}

/** Returns a variable's text. Throws MissingVariableError if it is absent or empty. */
export function textVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new MissingVariableError(name);
  return value;
}

/** Returns an optional variable's text, or undefined if it is absent or empty. */
export const optionalVariable = (name: string): string | undefined => process.env[name] || undefined;

/** Returns a variable as a number. Throws if it is absent or not a finite number. */
export function numberVariable(name: string): number {
  const text = textVariable(name);
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new TypeError(`The environment variable ${name} must be a number, not '${text}'.`);
  }
  return value;
}

/** Returns a variable as a boolean. Throws unless it is 'true' or 'false'. */
export function flagVariable(name: string): boolean {
  const text = textVariable(name);
  if (text !== 'true' && text !== 'false') {
    throw new TypeError(`The environment variable ${name} must be 'true' or 'false', not '${text}'.`);
  }
  return text === 'true';
}

/** Returns the items of a comma-separated variable. An absent or empty variable has no items. */
export const listVariable = (name: string): string[] =>
  (process.env[name] ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
