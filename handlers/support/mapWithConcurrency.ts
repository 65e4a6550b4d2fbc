/** Maps with so many calls under way at once; the answers are in the items' order. The first error ends it. */
export async function mapWithConcurrency<Item, Answer>(
  items: readonly Item[],
  concurrency: number,
  map: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      answers[index] = await map(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return answers;
}
