/** A variable that the function needs and was not given. */
export class MissingVariableError extends Error {
  override readonly name = 'MissingVariableError';
  constructor(variable: string) {
    super(`The environment variable ${variable} is missing: set it on the function in components/.`);
  }
}

/** A variable as text. Throws MissingVariableError where it is absent or empty. */
export function textVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new MissingVariableError(name);
  return value;
}

/** A variable that a function may do without; undefined where it is absent or empty. */
export const optionalVariable = (name: string): string | undefined => process.env[name] || undefined;

/** A variable as a number. Throws where it is absent or no finite number. */
export function numberVariable(name: string): number {
  const text = textVariable(name);
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new TypeError(`The environment variable ${name} must be a number, not '${text}'.`);
  }
  return value;
}

/** A variable that is 'true' or 'false'. */
export function flagVariable(name: string): boolean {
  const text = textVariable(name);
  if (text !== 'true' && text !== 'false') {
    throw new TypeError(`The environment variable ${name} must be 'true' or 'false', not '${text}'.`);
  }
  return text === 'true';
}

/** A variable that is a list, parted by commas; an empty or absent variable is an empty list. */
export const listVariable = (name: string): string[] =>
  (process.env[name] ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
