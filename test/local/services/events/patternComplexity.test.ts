import assert from 'node:assert/strict';
import { matches, validatePattern } from '../../../../local/services/events/pattern.ts';
import { measureComplexity } from '../../../../local/services/events/pattern/complexity.ts';
import { parseWildcard } from '../../../../local/services/events/pattern/wildcard.ts';

/** Complexities from Event Ruler's tests (MachineComplexityEvaluatorTest). */
const COUNTS: [wildcards: string[], count: number][] = [
  [['*'], 1],
  [['abc'], 1],
  [['*', 'ab*c'], 3],
  [['*ab'], 2],
  [['*aa'], 3],
  [['a*b'], 2],
  [['aa*'], 2],
  [['a*bc'], 2],
  [['a*bb'], 3],
  [['a*bcb'], 3],
  [['a*bbb'], 4],
  [['*ab*ad'], 4],
  [['*ab*d'], 3],
  [['*aba*'], 4],
  [['a*b*bb'], 5],
  [['a*b*cb'], 4],
  [['a*b*cd'], 3],
  [['a*b*b'], 4],
  [['a*bb*'], 4],
  [['ab*b*'], 3],
  [['ab*c', 'x*xx'], 3],
  [['*abc', '*abcde'], 4],
  [['a*bcd', 'ab*cd'], 4],
  [['a*aaa', 'aa*aa'], 7],
  [['a*bc', 'abc*d'], 4],
  [['a*aaa', 'aaa*a'], 6],
  [['a*aax', 'aaa*x'], 5],
  [['abc*', 'abcde*'], 3],
  [['ab*cd', 'ab*wx', 'ab*yz'], 6],
  [['*ab*b*b*'], 7],
  [['*a*a*a*a*a*a*a*a*'], 17],
];

const pattern = (...wildcards: unknown[]) => ({
  detail: { key: wildcards.map((wildcard) => ({ wildcard })) },
});

describe('wildcards', () => {
  for (const [wildcards, count] of COUNTS)
    it(`${wildcards.join(' and ')} have a complexity of ${count}`, () => {
      assert.equal(measureComplexity(wildcards.map(parseWildcard), Infinity), count);
    });

  it('are accepted in patterns that EventBridge is known to accept', () => {
    validatePattern(pattern('*.bif', '*.tiff', '*.tif', '*.svs'));
    validatePattern(pattern('*/datasync/*.bif', '*/datasync/*.tif'));
    validatePattern(pattern('a/*/b/*/c/*.png'));
  });

  const rejected: [string, object][] = [
    ["five colons of an ARN, AWS's own example", pattern('*:*:*:*:*:event-bus/*')],
    [
      'four with a common prefix',
      pattern(...['bif', 'tif', 'tiff', 'svs'].map((end) => `*/datasync/*.${end}`)),
    ],
    ['many stars', pattern('*a'.repeat(101))],
    ['characters repeated after a star', pattern(`*${'a'.repeat(150)}b`)],
    [
      'many in an anything-but',
      { a: [{ 'anything-but': { wildcard: Array.from({ length: 12 }, (_one, index) => `*a${index}`) } }] },
    ],
  ];
  for (const [what, wrong] of rejected)
    it(`are rejected if too complex: ${what}`, () => {
      assert.throws(() => validatePattern(wrong), /Rule is too complex/);
    });

  it('match even if they are too complex for a rule', () => {
    assert.equal(matches(pattern('*a'.repeat(20)), { detail: { key: 'a'.repeat(20) } }), true);
    assert.equal(matches(pattern('*a'.repeat(20)), { detail: { key: 'a'.repeat(19) } }), false);
  });
});

describe('matching', () => {
  const objects = (count: number, of: (index: number) => object) =>
    Array.from({ length: count }, (_one, index) => of(index));

  it('is fast for sibling arrays', () => {
    const event = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [name, objects(300, (index) => ({ x: index, y: index }))]),
    );
    const exists = { x: [{ exists: true }], y: [{ exists: true }] };
    const rule = { a: exists, b: exists, c: exists, d: exists, e: { x: [299], y: [298] } };
    assert.equal(matches(rule, event), false);
    assert.equal(matches({ ...rule, e: { x: [299], y: [299] } }, event), true);
  });

  it('is fast for a long array', () => {
    const event = { a: objects(20_000, (index) => ({ x: index, y: -index })) };
    assert.equal(matches({ a: { x: [{ exists: true }], y: [1] } }, event), false);
    assert.equal(matches({ a: { x: [19_999], y: [-19_999] } }, event), true);
  });

  it('is fast for nested arrays', () => {
    const event = { a: objects(100, () => ({ b: objects(100, (index) => ({ x: index, y: index + 1 })) })) };
    const rule = { a: { b: { x: [{ exists: true }], y: [{ numeric: ['>', 1000] }] } } };
    assert.equal(matches(rule, event), false);
  });

  it('is fast for $or within $or', () => {
    const nested = (depth: number): object => {
      const inner = depth === 0 ? { a: ['x'] } : nested(depth - 1);
      return { $or: [inner, inner], [`f${depth}`]: ['x'] };
    };
    assert.throws(() => validatePattern(nested(30)), { name: 'InvalidEventPatternException' });
  });
});
