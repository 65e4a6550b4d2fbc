/** A mistake in how a command was called: its message names the mistake and the remedy, and is printed without a stack. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
