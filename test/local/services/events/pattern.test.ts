import assert from 'node:assert/strict';
import { matches, validatePattern } from '../../../../local/services/events/pattern.ts';

const event = {
  source: 'aws.s3',
  account: '000000000000',
  detail: {
    bucket: { name: 'uploads' },
    object: { key: 'incoming/a/1.dcm', size: 300, etag: null },
    ip: '10.0.1.7',
    flags: ['new', 'large'],
    people: [
      { name: 'ann', age: 3 },
      { name: 'bob', age: 5 },
    ],
    empty: [],
  },
};

describe('event patterns', () => {
  const cases: [what: string, pattern: object, expected: boolean][] = [
    ['an exact string', { source: ['aws.s3'] }, true],
    ['none of the strings', { source: ['aws.sqs', 'AWS.S3'] }, false],
    ['every field must match', { source: ['aws.s3'], detail: { bucket: { name: ['other'] } } }, false],
    ['null', { detail: { object: { etag: [null] } } }, true],
    ['a string for a number', { detail: { object: { size: ['300'] } } }, false],
    ['one element of an array is enough', { detail: { flags: ['large'] } }, true],
    ['fields of one element of an array', { detail: { people: { name: ['bob'], age: [5] } } }, true],
    ['fields of two elements do not add up', { detail: { people: { name: ['ann'], age: [5] } } }, false],
    ['prefix', { detail: { object: { key: [{ prefix: 'incoming/' }] } } }, true],
    [
      'prefix with case ignored',
      { detail: { object: { key: [{ prefix: { 'equals-ignore-case': 'INCOMING/' } }] } } },
      true,
    ],
    ['suffix', { detail: { object: { key: [{ suffix: '.png' }] } } }, false],
    ['equals-ignore-case', { source: [{ 'equals-ignore-case': 'AWS.s3' }] }, true],
    ['wildcard', { detail: { object: { key: [{ wildcard: 'incoming/*/*.dcm' }] } } }, true],
    [
      'a wildcard with an escaped star',
      { detail: { object: { key: [{ wildcard: 'incoming/\\*' }] } } },
      false,
    ],
    ['anything-but', { source: [{ 'anything-but': ['aws.ec2', 'aws.sqs'] }] }, true],
    [
      'anything-but over an array asks for one other value',
      { detail: { flags: [{ 'anything-but': 'new' }] } },
      true,
    ],
    ['anything-but prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    [
      'anything-but wildcard, several',
      { source: [{ 'anything-but': { wildcard: ['*.ec2', '*.s3'] } }] },
      false,
    ],
    ['anything-but needs the field', { nothing: [{ 'anything-but': 'x' }] }, false],
    ['a numeric range', { detail: { object: { size: [{ numeric: ['>', 0, '<=', 300] }] } } }, true],
    [
      'a numeric range, its end left out',
      { detail: { object: { size: [{ numeric: ['>=', 100, '<', 300] }] } } },
      false,
    ],
    ['cidr', { detail: { ip: [{ cidr: '10.0.0.0/16' }] } }, true],
    ['cidr, outside', { detail: { ip: [{ cidr: '10.0.0.0/24' }] } }, false],
    ['exists', { detail: { object: { key: [{ exists: true }] } } }, true],
    ['exists for an object', { detail: { object: [{ exists: true }] } }, false],
    ['exists false', { detail: { absent: [{ exists: false }] } }, true],
    ['exists for an empty array', { detail: { empty: [{ exists: true }] } }, false],
    ['$or', { $or: [{ source: ['x'] }, { detail: { flags: ['new'] } }] }, true],
    ['$or beside a field', { account: ['1'], $or: [{ source: ['aws.s3'] }, { source: ['x'] }] }, false],
  ];
  for (const [what, pattern, expected] of cases)
    it(`${expected ? 'match' : 'do not match'}: ${what}`, () => {
      assert.equal(matches(pattern, event), expected);
    });

  const invalid: [string, object][] = [
    ['empty', {}],
    ['an empty object inside', { detail: {} }],
    ['an empty array', { source: [] }],
    ['a leaf that is not an array', { source: 'aws.s3' }],
    ['an unknown operator', { source: [{ matches: 'x' }] }],
    ['two operators in one entry', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['a prefix that is a number', { source: [{ prefix: 5 }] }],
    ['an inverted range', { size: [{ numeric: ['>', 5, '<', 3] }] }],
    ['a number over 5e9', { size: [{ numeric: ['=', 6e9] }] }],
    ['two stars in a row', { source: [{ wildcard: 'a**b' }] }],
    ['a mixed anything-but', { source: [{ 'anything-but': ['a', 1] }] }],
    ['a cidr without its length', { ip: [{ cidr: '10.0.0.0' }] }],
    ['exists that is not a boolean', { source: [{ exists: 'yes' }] }],
  ];
  for (const [what, pattern] of invalid)
    it(`are rejected: ${what}`, () => {
      assert.throws(() => validatePattern(pattern), { name: 'InvalidEventPatternException' });
    });
});
