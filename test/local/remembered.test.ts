import assert from 'node:assert/strict';
import { Remembered } from '../../local/rekognition/remembered.ts';

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
    const remembered = new Remembered<string>(10);
    const answers = await Promise.all([
      remembered.of(cat, '55', find('a cat')),
      remembered.of(Buffer.from(cat), '55', find('a cat')),
      remembered.of(dog, '55', find('a dog')),
      remembered.of(cat, '90', find('surely a cat')),
    ]);
    assert.deepEqual(answers, ['a cat', 'a cat', 'a dog', 'surely a cat']);
    assert.deepEqual(looks, ['a cat', 'a dog', 'surely a cat']);
  });

  it('forgets what was asked for longest ago', async () => {
    const { looks, find } = asked();
    const remembered = new Remembered<string>(2);
    for (const [content, name] of [
      [cat, 'cat'],
      [dog, 'dog'],
      [cat, 'cat'],
      [kite, 'kite'],
      [cat, 'cat'],
      [dog, 'dog'],
    ] as const)
      await remembered.of(content, '', find(name));
    assert.deepEqual(looks, ['cat', 'dog', 'kite', 'dog']);
  });

  it('keeps no failure', async () => {
    const { find } = asked();
    const remembered = new Remembered<string>(10);
    const broken = () => Promise.reject(new Error('the model is away'));
    await assert.rejects(remembered.of(cat, '', broken), /the model is away/);
    assert.equal(await remembered.of(cat, '', find('a cat')), 'a cat');
  });
});
