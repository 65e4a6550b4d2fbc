import assert from 'node:assert/strict';
import { ResultCache } from '../../../local/rekognition/resultCache.ts';

describe('ResultCache', () => {
  const [cat, dog, kite] = ['cat', 'dog', 'kite'].map((name) => Buffer.from(name)) as [
    Buffer,
    Buffer,
    Buffer,
  ];

  /** Records the computations. */
  const createComputations = (): {
    computed: string[];
    compute: (answer: string) => () => Promise<string>;
  } => {
    const computed: string[] = [];
    return {
      computed,
      compute: (answer) => () => {
        computed.push(answer);
        return Promise.resolve(answer);
      },
    };
  };

  it('computes once for equal bytes, even concurrently, and again for other parameters', async () => {
    const { computed, compute } = createComputations();
    const cache = new ResultCache<string>(10);
    const answers = await Promise.all([
      cache.getOrCompute(cat, '55', compute('a cat')),
      cache.getOrCompute(Buffer.from(cat), '55', compute('a cat')),
      cache.getOrCompute(dog, '55', compute('a dog')),
      cache.getOrCompute(cat, '90', compute('surely a cat')),
    ]);
    assert.deepEqual(answers, ['a cat', 'a cat', 'a dog', 'surely a cat']);
    assert.deepEqual(computed, ['a cat', 'a dog', 'surely a cat']);
  });

  it('removes the least recently used result', async () => {
    const { computed, compute } = createComputations();
    const cache = new ResultCache<string>(2);
    for (const [content, name] of [
      [cat, 'cat'],
      [dog, 'dog'],
      [cat, 'cat'],
      [kite, 'kite'],
      [cat, 'cat'],
      [dog, 'dog'],
    ] as const)
      await cache.getOrCompute(content, '', compute(name));
    assert.deepEqual(computed, ['cat', 'dog', 'kite', 'dog']);
  });

  it('does not keep a failure', async () => {
    const { compute } = createComputations();
    const cache = new ResultCache<string>(10);
    const broken = () => Promise.reject(new Error('the model is unavailable'));
    await assert.rejects(cache.getOrCompute(cat, '', broken), /the model is unavailable/);
    assert.equal(await cache.getOrCompute(cat, '', compute('a cat')), 'a cat');
  });
});
