import assert from 'node:assert/strict';
import { matches, validatePattern } from '../../../../local/services/events/pattern.ts';

type Case = [what: string, pattern: object, event: object, expected: boolean];

const exists = [{ exists: true }];
const absent = [{ exists: false }];
const both = { d: { a: exists, b: exists } };

/** Cases for arrays from Event Ruler's tests (correctness-cases.json, ACMachineTest). */
const ARRAYS: Case[] = [
  ['two fields of one object', both, { d: { a: 1, b: 2 } }, true],
  ['one of two fields', both, { d: { a: 1 } }, false],
  ['two fields of one element', both, { d: [{ a: 1, b: 2 }] }, true],
  ['two fields of two elements', both, { d: [{ a: 1 }, { b: 2 }] }, false],
  ['two fields of the last element', both, { d: [{ a: 1 }, { b: 2 }, { a: 3, b: 4 }] }, true],
  [
    'three fields of three elements',
    { d: { ...both.d, c: exists } },
    { d: [{ a: 1 }, { b: 2 }, { c: 3 }] },
    false,
  ],
  [
    'elements within elements',
    { u: { t: { k: ['colour'], v: ['blue'] } } },
    { u: [{ t: [{ k: 'colour' }, { v: 'blue' }] }] },
    false,
  ],
  [
    'one element within one element',
    { u: { t: { k: ['colour'], v: ['blue'] } } },
    { u: [{ t: [{ k: 'size' }] }, { t: [{ k: 'size' }, { k: 'colour', v: 'blue' }] }] },
    true,
  ],
  [
    'a field of one element, and one below another',
    { d: { name: exists, info: { x: ['1'] } } },
    { d: [{ name: 'ann' }, { info: { x: '1' } }] },
    false,
  ],
  ['an array beside a value', { u: { n: exists }, v: ['1'] }, { u: [{ n: 'ann' }], v: '1' }, true],
  ['an element without a field', { d: { a: exists, b: absent } }, { d: [{ a: 1 }] }, true],
  ['an element with that field', { d: { a: exists, b: absent } }, { d: [{ a: 1, b: 2 }] }, false],
  ['that field in another element', { d: { a: exists, b: absent } }, { d: [{ a: 1, b: 2 }, { a: 3 }] }, true],
  ['no array at all', { d: { a: exists } }, {}, false],
  ['an empty array of objects', { d: { a: exists } }, { d: [] }, false],
  ['an empty array of values', { d: { n: exists, t: exists } }, { d: { n: [], t: 'x' } }, false],
  ['null in an empty array', { r: [null] }, { r: [] }, false],
  ['absent where the array is empty', { r: absent }, { r: [] }, true],
  [
    'a number of one element in range',
    { i: { n: exists, p: [{ numeric: ['>', 0, '<', 100] }] } },
    {
      i: [
        { n: 'w', p: 500 },
        { n: 'g', p: 50 },
      ],
    },
    true,
  ],
  [
    'anything-but in one of two elements',
    { u: { s: [{ 'anything-but': 'banned' }], n: ['ann'] } },
    {
      u: [
        { n: 'ann', s: 'banned' },
        { n: 'bob', s: 'active' },
      ],
    },
    false,
  ],
  ['values of two plain arrays', { t: ['a'], c: ['y'] }, { t: ['a', 'b'], c: ['x', 'y'] }, true],
  [
    'values in arrays of arrays of arrays, beside an object of theirs',
    { l: { 'p.q': ['index0'], p: [287.481] } },
    {
      l: [
        {
          i: [[0.5]],
          p: [
            [
              [{ q: 'index0' }, 483.3, 287.481],
              [{ q: 'index1' }, 489.9],
            ],
          ],
        },
      ],
    },
    true,
  ],
];

const songs = {
  year: 1966,
  genres: [{ pop: true }, { classical: false }],
  songs: [
    {
      name: 'one',
      writers: [
        { first: 'John', last: 'L' },
        { first: 'Paul', last: 'M' },
      ],
    },
    { name: 'two', writers: [{ first: 'Mick', last: 'J' }] },
  ],
};
const SONGS: [pattern: object, expected: boolean][] = [
  [{ year: [1966], songs: { name: ['one'], writers: { first: ['Paul'], last: ['M'] } } }, true],
  [{ genres: { pop: [true] }, songs: { name: ['two'] } }, true],
  [{ year: [1966], songs: { name: ['one'], writers: { first: ['Mick'] } } }, false],
  [{ songs: { writers: { first: ['Mick'], last: ['M'] } } }, false],
  [{ songs: { writers: { first: ['John'], last: ['M'] } } }, false],
  [{ genres: { pop: [true], classical: [false] } }, false],
];

/** Responses of EventBridge to TestEventPattern, recorded in LocalStack's tests (event_pattern_templates). */
const RECORDED: Case[] = [
  ['a dotted name in the pattern', { d: { 's.t': ['r'] } }, { d: { s: { t: 'r' } } }, true],
  ['a dotted name in the event', { d: { s: { t: ['r'] } } }, { d: { 's.t': 'r' } }, true],
  [
    'a dotted name in the event above another',
    { d: { s: { t: ['r'] } } },
    { d: { 's.t': { t: 'r' } } },
    false,
  ],
  [
    'anything-but, or absent below a parent that is absent',
    { i: { h: { S: [{ 'anything-but': ['roses'] }, { exists: false }] } } },
    { i: { p: { N: '7' } } },
    true,
  ],
  ['anything-but strings, of null', { s: [{ 'anything-but': ['a', 'b'] }] }, { s: null }, true],
  ['anything-but strings, of nothing', { s: [{ 'anything-but': ['a', 'b'] }] }, { t: 1 }, false],
  [
    'anything-but a wildcard, of a number',
    { s: [{ 'anything-but': { wildcard: '*/d/*' } }] },
    { s: 123 },
    true,
  ],
  ['anything-but 0, of 0', { s: [{ 'anything-but': 0 }] }, { s: 0 }, false],
  ['anything-but 0, of its text', { s: [{ 'anything-but': 0 }] }, { s: '0' }, true],
  ['the first of several expressions', { k: [{ exists: true }, { prefix: 'no' }] }, { k: 'yes' }, true],
  [
    'a v6 address in full, of a block in short',
    { ip: [{ cidr: '2001:db8:1234:1a00::/64' }] },
    { ip: '2001:0db8:1234:1a00:0000:0000:0000:0000' },
    true,
  ],
  ['an address that is none', { ip: [{ cidr: '10.0.0.0/8' }] }, { ip: 'no address' }, false],
  ['an address that is a number', { ip: [{ cidr: '10.0.0.0/8' }] }, { ip: 10 }, false],
  ['keys in another case', { Source: ['x'] }, { source: 'x' }, false],
  ['an integer, of a float that is equal', { n: [{ numeric: ['=', 3] }] }, { n: 3.0 }, true],
  ['a number, of its text', { n: [{ numeric: ['>', 0] }] }, { n: '1' }, false],
  ['a number, of null', { n: [{ numeric: ['>', 0] }] }, { n: null }, false],
  ['an object in a text', { d: { a: ['b'] } }, { d: '{"a":"b"}' }, false],
  ['an empty text', { v: [''] }, { v: '' }, true],
  ['an empty text, of null', { v: [''] }, { v: null }, false],
  ['null, of an empty text', { v: [null] }, { v: '' }, false],
  ['null, of nothing', { v: [null] }, {}, false],
];

const REJECTED: [what: string, pattern: object][] = [
  ['both ends of a range below', { n: [{ numeric: ['>', 0, '>', 0] }] }],
  ['an operator in another case', { n: [{ Prefix: 'a' }] }],
  ['a number that is a text', { n: [{ numeric: ['>', '0'] }] }],
  ['a block of no address', { n: [{ cidr: 'bad-/64filter' }] }],
  ['a block of two addresses', { n: [{ cidr: '10.10.10.10.10/3' }] }],
  ['a block with a sign in its address', { n: [{ cidr: '2.1.0.-1/3' }] }],
  ['a block of a v6 address too long', { n: [{ cidr: '2400:6500:3:3:3:3:3:3:3:3FF00::36FB:1F80/122' }] }],
  ['a block of a whole v4 address', { n: [{ cidr: '10.0.0.1/32' }] }],
  [
    'a prefix in an anything-but that ignores case',
    { n: [{ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }] },
  ],
  ['a range of infinity', { n: [{ numeric: ['<', Infinity] }] }],
  ['a list of wildcards', { n: [{ wildcard: ['a*'] }] }],
  ['a value that JSON has none of', { n: [undefined] }],
  ['a value in place of a list, far below', { a: { b: { c: { d: true } } } }],
  ['a reserved name within $or', { $or: [{ prefix: ['a'] }, { b: ['c'] }] }],
];

describe('examples of Event Ruler and EventBridge', () => {
  for (const [what, pattern, event, expected] of [...ARRAYS, ...RECORDED])
    it(`${expected ? 'match' : 'do not match'}: ${what}`, () => {
      assert.equal(matches(pattern, event), expected);
    });

  it('match fields of one array element only', () => {
    assert.deepEqual(
      SONGS.map(([pattern]) => matches(pattern, songs)),
      SONGS.map(([, expected]) => expected),
    );
  });

  for (const [what, pattern] of REJECTED)
    it(`are rejected: ${what}`, () => {
      assert.throws(() => validatePattern(pattern), { name: 'InvalidEventPatternException' });
    });

  it('match every address of a block', () => {
    const address = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    for (let bits = 22; bits < 32; bits++) {
      const size = 2 ** (32 - bits);
      const tried = Array.from({ length: size + 32 }, (_one, index) => 0x0a000000 - 16 + index);
      const pattern = { a: [{ cidr: `10.0.0.0/${bits}` }] };
      assert.equal(tried.filter((value) => matches(pattern, { a: address(value) })).length, size, `/${bits}`);
    }
  });

  it('are rejected or answered for unusual input', () => {
    const deep = (depth: number): object => (depth === 0 ? { a: ['x'] } : { a: deep(depth - 1) });
    for (const strange of [null, 1, 'x', [], undefined, [[]], true])
      assert.throws(() => validatePattern(strange as unknown as object), {
        name: 'InvalidEventPatternException',
      });
    assert.equal(matches(deep(500), deep(500)), true);
    assert.equal(
      matches(JSON.parse('{"__proto__":["x"]}') as object, JSON.parse('{"__proto__":"x"}') as object),
      true,
    );
    assert.equal(matches({ toString: exists }, {}), false);
  });
});
