/** `KEY=VALUE` arguments as a record; a later one wins, one without a value is an error that names it. */
export function parseConfig(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`--config wants KEY=VALUE, and got \`${pair}\``);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
