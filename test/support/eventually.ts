/** Asks until there is an answer; fails after 30 s. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 30_000; ;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error('nothing came within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
