type Missing = undefined | null | false;

interface Options {
  /** Default: 10 s. */
  limitMs?: number;
  /** The pause between two reads; default: 20 ms. */
  everyMs?: number;
}

/**
 * Reads again and again until the value is truthy, and returns it. Runs in Node and in the browser.
 * @param what the awaited thing, for the error
 * @throws Error after `limitMs`
 */
export async function waitFor<T>(
  what: string | (() => string | Promise<string>),
  read: () => T | Missing | Promise<T | Missing>,
  { limitMs = 10_000, everyMs = 20 }: Options = {},
): Promise<T> {
  for (const end = performance.now() + limitMs; ;) {
    const value = await read();
    if (value) return value;
    if (performance.now() > end)
      throw new Error(
        `timed out after ${limitMs} ms waiting for ${typeof what === 'string' ? what : await what()}`,
      );
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
