import assert from 'node:assert/strict';
import { matches } from '../../../../local/services/events/pattern.ts';

/** What Event Ruler 2.0.1 asserts in its ByteMachineTest and MachineTest (https://github.com/aws/event-ruler). */
const CASES: [matcher: object, matching: string[], other: string[]][] = [
  [
    { 'equals-ignore-case': 'jAVa' },
    ['java', 'JAVA', 'Java', 'jAvA', 'jAVa', 'JaVa'],
    ['JAV', 'jav', 'ava', 'AVA', 'JAVAx', 'javax', 'xJAVA', 'xjava'],
  ],
  [
    { 'equals-ignore-case': '1#$^sS我ŐaBc' },
    ['1#$^sS我ŐaBc', '1#$^Ss我ŐAbC'],
    ['', '2#$^sS我ŐaBc', '1#%^sS我ŐaBc', '1#$^sS大ŐaBc', '1#$^sS我ŏaBc'],
  ],
  [{ 'equals-ignore-case': '12ⱥ34' }, ['12ⱥ34', '12Ⱥ34'], ['', '12a34', '12A34']],
  [{ 'equals-ignore-case': '12Ⱥ34' }, ['12ⱥ34', '12Ⱥ34'], ['', '12a34', '12A34']],
  [{ 'equals-ignore-case': 'ⱥ12' }, ['ⱥ12', 'Ⱥ12'], ['', 'a12', 'A12']],
  [{ 'equals-ignore-case': 'Ⱥ12' }, ['ⱥ12', 'Ⱥ12'], ['', 'a12', 'A12']],
  [{ 'equals-ignore-case': '12ⱥ' }, ['12ⱥ', '12Ⱥ'], ['', '12a', '12A']],
  [{ 'equals-ignore-case': '12Ⱥ' }, ['12ⱥ', '12Ⱥ'], ['', '12a', '12A']],
  [
    { 'equals-ignore-case': 'ΰɀɐΐΰῆK' },
    ['Ϋ́ɀⱯΐΫ́Η͂k', 'ΰⱿɐΪ́ΰῆK', 'Ϋ́ⱿⱯΪ́Ϋ́ῆk', 'ΰɀɐΐΰΗ͂K'],
    ['', 'Ϋ́ȿⱯΐΫ́Η͂k', 'ΰⱾɐΪ́ΰῆK'],
  ],
  [
    { prefix: { 'equals-ignore-case': 'jAVa' } },
    ['java', 'JAVA', 'Java', 'jAvA', 'jAVa', 'JaVa', 'JAVAx', 'javax', 'JaVaaaaaaa'],
    ['', 'JAV', 'jav', 'ava', 'AVA', 'xJAVA', 'xjava', 'jAV', 'AVa'],
  ],
  [
    { prefix: { 'equals-ignore-case': '1#$^sS我ŐaBc' } },
    ['1#$^sS我ŐaBcd', '1#$^Ss我ŐAbCaaaaa', '1#$^Ss我ŐAbC我'],
    ['', '2#$^sS我ŐaBc', '1#%^sS我ŐaBc', '1#$^sS大ŐaBc', '1#$^sS我ŏaBc'],
  ],
  [
    { prefix: { 'equals-ignore-case': '12ⱥ34' } },
    ['12ⱥ34', '12Ⱥ34', '12ⱥ3478', '12Ⱥ34aa', '12Ⱥ34ȺȺ'],
    ['', '12a34', '12A34'],
  ],
  [
    { prefix: { 'equals-ignore-case': '12Ⱥ34' } },
    ['12ⱥ34', '12Ⱥ34', '12ⱥ3478', '12Ⱥ34aa', '12Ⱥ34ⱥȺ'],
    ['', '12a34', '12A34'],
  ],
  [
    { prefix: { 'equals-ignore-case': 'ⱥ12' } },
    ['ⱥ12', 'Ⱥ12', 'ⱥ1234', 'Ⱥ12ab', 'ⱥ12ⱥⱥ', 'Ⱥ12ⱥⱥ'],
    ['', 'a12', 'A12'],
  ],
  [
    { prefix: { 'equals-ignore-case': 'Ⱥ12' } },
    ['ⱥ12', 'Ⱥ12', 'ⱥ1234', 'Ⱥ12ab', 'ⱥ12ⱥⱥ', 'Ⱥ12ⱥⱥ'],
    ['', 'a12', 'A12'],
  ],
  [
    { prefix: { 'equals-ignore-case': '12ⱥ' } },
    ['12ⱥ', '12Ⱥ', '12ⱥⱥⱥⱥⱥ', '12ȺȺȺȺ', '12ȺⱥⱥȺⱥⱥȺ'],
    ['', '12a', '12A'],
  ],
  [
    { prefix: { 'equals-ignore-case': '12Ⱥ' } },
    ['12ⱥ', '12Ⱥ', '12ⱥⱥⱥⱥⱥ', '12ȺȺȺȺ', '12ȺⱥⱥȺⱥⱥȺ'],
    ['', '12a', '12A'],
  ],
  [
    { prefix: { 'equals-ignore-case': 'ΰɀɐΐΰῆK' } },
    ['Ϋ́ɀⱯΐΫ́Η͂k', 'ΰⱿɐΪ́ΰῆK', 'Ϋ́ⱿⱯΪ́Ϋ́ῆk', 'ΰɀɐΐΰΗ͂K', 'Ϋ́ɀⱯΐΫ́Η͂kÄ́ɀⱯΐΫ́Η͂', 'ΰⱿɐΪ́ΰῆKä́ɀⱯΐΫ́Η͂'],
    ['', 'Ϋ́ȿⱯΐΫ́Η͂k', 'ΰⱾɐΪ́ΰῆK'],
  ],
  [
    { suffix: { 'equals-ignore-case': 'jAVa' } },
    ['java', 'JAVA', 'Java', 'jAvA', 'jAVa', 'JaVa', 'helloJAVA', 'hijava', 'jjjjjjJaVa'],
    ['', 'JAV', 'jav', 'ava', 'AVA', 'JAVAx', 'javax', 'jAV', 'AVa'],
  ],
  [
    { suffix: { 'equals-ignore-case': '1#$^sS我ŐaBc' } },
    ['aa1#$^sS我ŐaBc', '1111#$^Ss我ŐAbC', '我我1#$^Ss我ŐAbC'],
    ['', '1#$^sS我ŐaBd', '1#%^sS我ŐaBc', '1#$^sS大ŐaBc', '1#$^sS我ŏaBc'],
  ],
  [
    { suffix: { 'equals-ignore-case': '12ⱥ34' } },
    ['12ⱥ34', '12Ⱥ34', '7812ⱥ34', 'aa12Ⱥ34', 'ȺȺ12Ⱥ34'],
    ['', '12a34', '12A34'],
  ],
  [
    { suffix: { 'equals-ignore-case': '12Ⱥ34' } },
    ['12ⱥ34', '12Ⱥ34', '7812ⱥ34', 'aa12Ⱥ34', 'ⱥȺ12Ⱥ34'],
    ['', '12a34', '12A34'],
  ],
  [
    { suffix: { 'equals-ignore-case': 'ⱥ12' } },
    ['ⱥ12', 'Ⱥ12', '34ⱥ12', 'abȺ12', 'ⱥⱥⱥ12', 'ⱥⱥȺ12'],
    ['', 'a12', 'A12'],
  ],
  [
    { suffix: { 'equals-ignore-case': 'Ⱥ12' } },
    ['ⱥ12', 'Ⱥ12', '34ⱥ12', 'abȺ12', 'ⱥⱥⱥ12', 'ⱥⱥȺ12'],
    ['', 'a12', 'A12'],
  ],
  [
    { suffix: { 'equals-ignore-case': '12ⱥ' } },
    ['12ⱥ', '12Ⱥ', 'ⱥⱥⱥⱥ12ⱥ', 'ȺȺȺ12Ⱥ', 'ⱥⱥȺⱥⱥȺ12Ⱥ'],
    ['', '12a', '12A'],
  ],
  [
    { suffix: { 'equals-ignore-case': '12Ⱥ' } },
    ['12ⱥ', '12Ⱥ', 'ⱥⱥⱥⱥ12ⱥ', 'ȺȺȺ12Ⱥ', 'ⱥⱥȺⱥⱥȺ12Ⱥ'],
    ['', '12a', '12A'],
  ],
  [
    { suffix: { 'equals-ignore-case': 'ΰɀɐΐΰῆK' } },
    ['Ϋ́ɀⱯΐΫ́Η͂k', 'ΰⱿɐΪ́ΰῆK', 'Ϋ́ⱿⱯΪ́Ϋ́ῆk', 'ΰɀɐΐΰΗ͂K', 'Ä́ɀⱯΐΫ́Η͂Ϋ́ɀⱯΐΫ́Η͂k', 'ä́ɀⱯΐΫ́Η͂ΰⱿɐΪ́ΰῆK'],
    ['', 'Ϋ́ȿⱯΐΫ́Η͂k', 'ΰⱾɐΪ́ΰῆK'],
  ],
  [
    { cidr: '220.160.153.171/31' },
    ['220.160.153.170', '220.160.153.171'],
    ['220.160.153.169', '220.160.153.172'],
  ],
  [
    { cidr: '220.160.154.255/24' },
    ['220.160.154.0', '220.160.154.255'],
    ['220.160.153.255', '220.160.155.0'],
  ],
  [{ cidr: '220.160.59.225/31' }, ['220.160.59.224', '220.160.59.225'], ['220.160.59.223', '220.160.59.226']],
];

/** The first and last address of a block, in hexadecimal digits, as in Event Ruler's CIDRTest. */
const BLOCKS: [block: string, first: string, last: string][] = [
  [
    '0011:2233:4455:6677:8899:aabb:ccdd:eeff/24',
    '00112200000000000000000000000000',
    '001122FFFFFFFFFFFFFFFFFFFFFFFFFF',
  ],
  ['2001:db8::ff00:42:8329/24', '20010D00000000000000000000000000', '20010DFFFFFFFFFFFFFFFFFFFFFFFFFF'],
  ['::1/24', '00000000000000000000000000000000', '000000FFFFFFFFFFFFFFFFFFFFFFFFFF'],
  ['10.0.0.0/24', '0A000000', '0A0000FF'],
  ['54.240.196.171/24', '36F0C400', '36F0C4FF'],
  ['192.0.2.0/24', 'C0000200', 'C00002FF'],
  ['13.32.0.0/15', '0D200000', '0D21FFFF'],
  ['27.0.0.0/22', '1B000000', '1B0003FF'],
  ['52.76.128.0/17', '344C8000', '344CFFFF'],
  ['34.192.0.0/12', '22C00000', '22CFFFFF'],
  ['2400:6500:FF00::36FB:1F80/122', '24006500FF0000000000000036FB1F80', '24006500FF0000000000000036FB1FBF'],
  ['2600:9000::/28', '26009000000000000000000000000000', '2600900FFFFFFFFFFFFFFFFFFFFFFFFF'],
  ['2600:1F11::/36', '26001F11000000000000000000000000', '26001F110FFFFFFFFFFFFFFFFFFFFFFF'],
  ['2600:1F14::/35', '26001F14000000000000000000000000', '26001F141FFFFFFFFFFFFFFFFFFFFFFF'],
];

/** Writes hexadecimal digits as an IP address. */
const asAddress = (digits: string): string =>
  digits.length === 8
    ? digits
        .match(/../g)!
        .map((pair) => parseInt(pair, 16))
        .join('.')
    : digits.match(/..../g)!.join(':');

/** Returns the address that lies `by` after another one. */
const shift = (digits: string, by: bigint): string =>
  (BigInt(`0x${digits}`) + by).toString(16).padStart(digits.length, '0');

describe('patterns of Event Ruler', () => {
  for (const [matcher, matching, other] of CASES)
    it(JSON.stringify(matcher), () => {
      const test = (text: string) => matches({ a: [matcher] }, { a: text });
      assert.deepEqual(
        matching.filter((text) => !test(text)),
        [],
      );
      assert.deepEqual(other.filter(test), []);
    });

  for (const [block, first, last] of BLOCKS)
    it(`a block from its first to its last address: ${block}`, () => {
      const test = (digits: string) => matches({ a: [{ cidr: block }] }, { a: asAddress(digits) });
      assert.ok(test(first) && test(last));
      if (!/^0+$/.test(first)) assert.ok(!test(shift(first, -1n)));
      assert.ok(!test(shift(last, 1n)));
    });

  it('each half of a surrogate pair stands for a question mark, as in Java', () => {
    const pattern = { a: [{ 'equals-ignore-case': 'a😀' }] };
    assert.ok(matches(pattern, { a: 'A??' }));
    assert.ok(!matches(pattern, { a: 'a😀' }));
  });
});
