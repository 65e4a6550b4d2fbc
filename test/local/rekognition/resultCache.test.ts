import assert from 'node:assert/strict';
import { ResultCache } from '../../../local/rekognition/resultCache.ts';

describe('what the local Rekognition remembers', () => {
  const [cat, dog, kite] = ['cat', 'dog', 'kite'].map((name) => Buffer.from(name)) as [
    Buffer,
    Buffer,
    Buffer,
  ];

  /** Notes what the models were asked. */
  const asked = (): { looks: string[]; find: (answer: string) => () => Promise<string> } => {
    const looks: string[] = [];
    return {
      looks,
      find: (answer) => () => {
        looks.push(answer);
        return Promise.resolve(answer);
      },
    };
  };

  it('looks once at the same bytes, also where two ask at once, and again for other parameters', async () => {
    const { looks, find } = asked();
    const remembered = new ResultCache<string>(10);
    const answers = await Promise.all([
      remembered.getOrCompute(cat, '55', find('a cat')),
      remembered.getOrCompute(Buffer.from(cat), '55', find('a cat')),
      remembered.getOrCompute(dog, '55', find('a dog')),
      remembered.getOrCompute(cat, '90', find('surely a cat')),
    ]);
    assert.deepEqual(answers, ['a cat', 'a cat', 'a dog', 'surely a cat']);
    assert.deepEqual(looks, ['a cat', 'a dog', 'surely a cat']);
  });

  it('forgets what was asked for longest ago', async () => {
    const { looks, find } = asked();
    const remembered = new ResultCache<string>(2);
    for (const [content, name] of [
      [cat, 'cat'],
      [dog, 'dog'],
      [cat, 'cat'],
      [kite, 'kite'],
      [cat, 'cat'],
      [dog, 'dog'],
    ] as const)
      await remembered.getOrCompute(content, '', find(name));
    assert.deepEqual(looks, ['cat', 'dog', 'kite', 'dog']);
  });

  it('keeps no failure', async () => {
    const { find } = asked();
    const remembered = new ResultCache<string>(10);
    const broken = () => Promise.reject(new Error('the model is away'));
    await assert.rejects(remembered.getOrCompute(cat, '', broken), /the model is away/);
    assert.equal(await remembered.getOrCompute(cat, '', find('a cat')), 'a cat');
  });
});
