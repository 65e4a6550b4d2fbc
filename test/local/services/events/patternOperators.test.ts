import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matches, validatePattern } from '../../../../local/services/events/pattern.ts';

type Value = string | number | boolean | null;

/** Cases for the list of one field, from Event Ruler's README and EventBridge's guide. */
const fieldCases: [list: unknown[], matching: Value[], other: Value[]][] = [
  [
    ['a', ''],
    ['a', ''],
    ['b', 'A', ' ', null],
  ],
  [[300], [300, 300.0, 3.0e2], ['300', 301, 300.5, true]],
  [[123456789012], [123456789012], [123456789013, '123456789012']],
  [[true], [true], [false, 'true', 1]],
  [[null], [null], ['null', '', 0, false]],
  [['10.0.0.1'], ['10.0.0.1'], ['10.0.0.10', '10.0.0.2']],
  [['2001:db8::1'], ['2001:db8::1', '2001:0DB8:0:0::1'], ['2001:db8::2', '10.0.0.1']],
  [[{ prefix: 'us-' }], ['us-', 'us-east-1'], ['US-east-1', 'eu-us-', 5, null]],
  [[{ prefix: '' }], ['', 'x'], [1, null, true]],
  [[{ prefix: { 'equals-ignore-case': 'EventB' } }], ['eventbridge', 'EVENTB'], ['event', 'xeventb']],
  [[{ suffix: '.png' }], ['a.png', '.png'], ['a.PNG', 'a.png ', 7]],
  [[{ suffix: { 'equals-ignore-case': '.png' } }], ['a.PNG', '.pNg'], ['png', 'a.png/']],
  [[{ 'equals-ignore-case': 'ÄrGer' }], ['ärger', 'ÄRGER'], ['arger', 'ärge']],
  [[{ exactly: 'a' }], ['a'], ['A', 'aa']],
  [[{ wildcard: '*bc' }], ['bc', 'abcbc'], ['bcd', 'c']],
  [
    [{ wildcard: 'dir/*/file*.png' }],
    ['dir/x/file.png', 'dir/x/y/file1.png'],
    ['dir/file.png', 'dir/x/file.pngx'],
  ],
  [[{ wildcard: 'aba*aba' }], ['abaaba', 'abaXaba'], ['ababa', 'aba']],
  [[{ wildcard: 'a\\*b*' }], ['a*b', 'a*bc'], ['axb', 'ab']],
  [[{ wildcard: 'a\\\\*' }], ['a\\', 'a\\b'], ['a*', 'a']],
  [[{ wildcard: 'a\\**' }], ['a*', 'a*b'], ['ab']],
  [[{ wildcard: '*' }], ['', 'line\nbreak'], [1, null, false]],
  [[{ wildcard: 'a.c' }], ['a.c'], ['abc']],
  [[{ wildcard: '' }], [''], ['a']],
  [[{ 'anything-but': 'x' }], ['y', '', 1, null, true], ['x']],
  [[{ 'anything-but': 123 }], [124, '123', null], [123, 123.0]],
  [[{ 'anything-but': ['x', 'y'] }], ['z', 1], ['x', 'y']],
  [[{ 'anything-but': [100, 200] }], [300, '100'], [100, 200]],
  [[{ 'anything-but': { prefix: 'init' } }], ['x', 'Init', 5, null], ['init', 'initializing']],
  [[{ 'anything-but': { prefix: ['a', 'b'] } }], ['c', ''], ['ab', 'b']],
  [[{ 'anything-but': { suffix: '.png' } }], ['a.gif', 5], ['a.png']],
  [[{ 'anything-but': { suffix: ['.png', '.gif'] } }], ['a.jpg'], ['a.png', 'a.gif']],
  [[{ 'anything-but': { 'equals-ignore-case': 'Init' } }], ['initial', 3], ['init', 'INIT']],
  [[{ 'anything-but': { 'equals-ignore-case': ['a', ''] } }], ['b'], ['A', '']],
  [[{ 'anything-but': { wildcard: '*/lib/*' } }], ['/bin/x', 3], ['/lib/x', 'a/lib/']],
  [[{ 'anything-but': { wildcard: ['*a*', 'b*'] } }], ['cb'], ['cab', 'bc']],
  [[{ numeric: ['=', 3.018e2] }], [301.8], [301.81, '301.8']],
  [[{ numeric: ['<', 10] }], [9.999999, -5e9], [10, '9', 5e9]],
  [[{ numeric: ['<=', 10] }], [10], [10.000001]],
  [[{ numeric: ['>', -1] }], [0, 5e9], [-1, null]],
  [[{ numeric: ['>=', 0, '<', 1] }], [0, 0.999999], [1, -0.000001]],
  [[{ numeric: ['>', 0, '<=', 5] }], [5, 0.000001], [0, 5.000001]],
  [
    [{ numeric: ['=', 5] }, { numeric: ['>', 100] }, 'x'],
    [5, 101, 'x'],
    [6, 100, 'y'],
  ],
  [[{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '9.255.255.255', 'a', 10]],
  [[{ cidr: '10.0.0.0/8' }], ['10.255.0.1'], ['11.0.0.0', '::ffff:10.0.0.1', '::a00:1']],
  [[{ cidr: '2001:db8::/32' }], ['2001:db8::', '2001:DB8:ffff::1'], ['2001:db9::', '10.0.0.1']],
  [[{ exists: true }], ['', 0, null, false], []],
  [['x', { exists: false }], ['x'], ['y', null]],
];

const invalidLists: [what: string, list: unknown][] = [
  ['an empty list', []],
  ['a list in the list', [['a']]],
  ['an empty expression', [{}]],
  ['two operators', [{ prefix: 'a', suffix: 'b' }]],
  ['an unknown operator', [{ like: 'a' }]],
  ...['exactly', 'prefix', 'suffix', 'equals-ignore-case', 'wildcard', 'cidr'].flatMap(
    (operator): [string, unknown][] => [
      [`${operator} with a number`, [{ [operator]: 3 }]],
      [`${operator} with a list`, [{ [operator]: ['a'] }]],
    ],
  ),
  ...['prefix', 'suffix'].flatMap((operator): [string, unknown][] => [
    [`${operator} with another operator inside`, [{ [operator]: { wildcard: 'a' } }]],
    [`${operator} that ignores case of a list`, [{ [operator]: { 'equals-ignore-case': ['a'] } }]],
    [`${operator} with two keys inside`, [{ [operator]: { 'equals-ignore-case': 'a', prefix: 'b' } }]],
    [`anything-but an empty ${operator}`, [{ 'anything-but': { [operator]: '' } }]],
    [`anything-but a list with an empty ${operator}`, [{ 'anything-but': { [operator]: ['a', ''] } }]],
    [`anything-but a ${operator} that is a number`, [{ 'anything-but': { [operator]: 27 } }]],
    [`anything-but ${operator}s that are numbers`, [{ 'anything-but': { [operator]: [1, 2] } }]],
  ]),
  ['anything-but strings and numbers', [{ 'anything-but': ['a', 1] }]],
  ['anything-but null', [{ 'anything-but': null }]],
  ['anything-but a boolean in a list', [{ 'anything-but': [true] }]],
  ['anything-but an empty list', [{ 'anything-but': [] }]],
  ['anything-but an unknown operator', [{ 'anything-but': { cidr: '10.0.0.0/8' } }]],
  ['anything-but two operators', [{ 'anything-but': { prefix: 'a', suffix: 'b' } }]],
  ['anything-but and another', [{ 'anything-but': { prefix: 'a' }, prefix: 'b' }]],
  ['anything-but a wildcard of two stars', [{ 'anything-but': { wildcard: ['a', 'b**c'] } }]],
  ['anything-but wildcards that are numbers', [{ 'anything-but': { wildcard: [1] } }]],
  ['two stars in a row', [{ wildcard: 'a**b' }]],
  ['an escape of a letter', [{ wildcard: 'a\\b' }]],
  ['an escape of nothing', [{ wildcard: 'a\\' }]],
  ['numeric that is not a list', [{ numeric: 5 }]],
  ['numeric without an operand', [{ numeric: ['='] }]],
  ['numeric of nothing', [{ numeric: [] }]],
  ['numeric with text', [{ numeric: ['>', '5'] }]],
  ['numeric with a boolean', [{ numeric: ['=', true] }]],
  ['an unknown comparison', [{ numeric: ['<>', 1] }]],
  ['a comparison with ==', [{ numeric: ['==', 1] }]],
  ['a range from above', [{ numeric: ['<', 1, '>', 0] }]],
  ['a range from =', [{ numeric: ['=', 1, '<', 2] }]],
  ['a range of two lower ends', [{ numeric: ['>', 1, '>=', 2] }]],
  ['a range that is empty', [{ numeric: ['>', 1, '<', 1] }]],
  ['a range with too many members', [{ numeric: ['>', 1, '<', 30, false] }]],
  ['a range without its end', [{ numeric: ['>', 1, '<'] }]],
  ['a number over five billion', [{ numeric: ['<', 5_000_000_000.1] }]],
  ['a number below minus five billion', [{ numeric: ['>=', -5_000_000_001] }]],
  ...['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/a', '10.0.0/8', 'foo/8', 'a/b/c'].map(
    (block): [string, unknown] => [`the cidr ${block}`, [{ cidr: block }]],
  ),
  ['a v6 cidr of too many bits', [{ cidr: '2001:db8::/129' }]],
  ['exists with text', [{ exists: 'true' }]],
  ['exists and another', [{ exists: true, prefix: 'a' }]],
];

const people = {
  team: [
    {
      name: 'ann',
      age: 3,
      pets: [
        { kind: 'cat', legs: 4 },
        { kind: 'bird', legs: 2 },
      ],
    },
    { name: 'bob', age: 5, pets: [{ kind: 'fish', legs: 0 }] },
    { name: 'cid' },
  ],
  grid: [[1, 2], [3]],
  'a.b': 'dotted',
  $or: 'a plain field',
};

const structures: [what: string, pattern: object, expected: boolean][] = [
  ['two fields of one element', { team: { name: ['bob'], age: [5] } }, true],
  ['two fields of two elements', { team: { name: ['ann'], age: [5] } }, false],
  ['the same, the other way round', { team: { age: [3], name: ['bob'] } }, false],
  ['an element with the field absent', { team: { age: [{ exists: false }] } }, false],
  [
    'the field absent beside another of the same element',
    { team: { name: ['cid'], pets: { kind: [{ exists: false }] } } },
    true,
  ],
  ['nested elements, the same one', { team: { name: ['ann'], pets: { kind: ['cat'], legs: [4] } } }, true],
  ['nested elements, two inner ones', { team: { pets: { kind: ['cat'], legs: [2] } } }, false],
  ['nested elements, two outer ones', { team: { name: ['bob'], pets: { kind: ['cat'] } } }, false],
  ['arrays of arrays', { grid: [3] }, true],
  ['two different plain arrays', { grid: [1], team: { name: ['ann'] } }, true],
  [
    'anything-but where one element is another',
    { team: { name: [{ 'anything-but': ['ann', 'bob'] }] } },
    true,
  ],
  ['exists for an object', { team: [{ exists: true }] }, false],
  ['an object is absent as a leaf', { team: [{ exists: false }] }, true],
  ['a name with a dot is the same path', { a: { b: ['dotted'] } }, true],
  ['$or of fields', { $or: [{ grid: [9] }, { team: { name: ['ann'] } }] }, true],
  ['$or with all wrong', { $or: [{ grid: [9] }, { grid: [8] }] }, false],
  ['$or below a field', { team: { $or: [{ name: ['bob'] }, { age: [9] }], age: [5] } }, true],
  [
    '$or in $or',
    { $or: [{ grid: [9] }, { grid: [1], $or: [{ 'a.b': ['no'] }, { 'a.b': ['dotted'] }] }] },
    true,
  ],
  [
    'two $or, one wrong',
    { $or: [{ grid: [1] }, { grid: [2] }], team: { $or: [{ age: [1] }, { age: [2] }] } },
    false,
  ],
  ['$or as a field, of values', { $or: ['a plain field'] }, true],
  ['$or as a field, of operators alone', { $or: [{ prefix: 'a ' }, { suffix: 'x' }] }, true],
  ['$or as a field, of an object', { $or: { inner: [1] } }, false],
];

const invalidPatterns: [what: string, pattern: unknown][] = [
  ['a list', [1]],
  ['no field', {}],
  ['no field inside', { a: { b: {} } }],
  ['a text instead of a list', { a: 'x' }],
  ['null instead of a list', { a: null }],
  ['a number deep inside', { a: { b: { c: 5 } } }],
  ['$or of one', { $or: [{ a: [1] }] }],
  ['$or with a list inside', { $or: [{ a: [1] }, [{ b: [1] }]] }],
  ['$or with an empty object', { $or: [{ a: [1] }, {}] }],
  ['$or of nothing', { $or: [] }],
  ['$or that is a text', { $or: 'x' }],
  ['$or of more than 1000 ways', { $or: Array.from({ length: 1001 }, (_one, index) => ({ a: [index] })) }],
  [
    'two $or that multiply to more than 1000',
    {
      ...{ a: { $or: Array.from({ length: 40 }, (_one, index) => ({ x: [index] })) } },
      b: { $or: Array.from({ length: 40 }, (_one, index) => ({ x: [index] })) },
    },
  ],
];

describe('operators of event patterns', () => {
  for (const [list, matching, others] of fieldCases)
    it(`match as documented: ${JSON.stringify(list)}`, () => {
      const test = (value: Value) => [value, matches({ a: { b: list } }, { a: { b: value, c: 1 } })];
      assert.deepEqual([...matching, ...others].map(test), [
        ...matching.map((value) => [value, true]),
        ...others.map((value) => [value, false]),
      ]);
      const inArray = (value: Value) => matches({ b: list }, { b: [value] });
      assert.deepEqual(
        matching.map(inArray),
        matching.map(() => true),
        'as the only element of an array',
      );
    });

  for (const [what, list] of invalidLists)
    it(`rejects ${what}`, () => {
      assert.throws(() => validatePattern({ a: list }), { name: 'InvalidEventPatternException' });
      assert.throws(() => matches({ x: { a: list } }, {}), { name: 'InvalidEventPatternException' });
    });
});

describe('the structure of event patterns', () => {
  for (const [what, pattern, expected] of structures)
    it(`${expected ? 'matches' : 'does not match'} ${what}`, () => {
      assert.equal(matches(pattern, people), expected);
    });

  for (const [what, pattern] of invalidPatterns)
    it(`rejects ${what}`, () => {
      assert.throws(() => validatePattern(pattern as object), { name: 'InvalidEventPatternException' });
    });

  it('matches wildcards like a regular expression', () => {
    const letters = fc.constantFrom('a', 'b', '*', '\\*');
    const pattern = fc.array(letters, { maxLength: 8 }).map((all) => all.join('').replace(/\*{2,}/g, '*'));
    const text = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(pattern, text, (wildcard, given) => {
        const source = wildcard.replace(/\\\*|\*/g, (star) => (star === '*' ? '[^]*' : '\\*'));
        const expected = new RegExp(`^${source}$`).test(given);
        assert.equal(matches({ a: [{ wildcard }] }, { a: given }), expected);
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('is fast for a wildcard that would make a regular expression backtrack', () => {
    const wildcard = `${'*a'.repeat(40)}*b`;
    assert.equal(matches({ a: [{ wildcard }] }, { a: 'a'.repeat(100_000) }), false);
  });
});
