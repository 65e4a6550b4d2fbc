import { isIPv4, isIPv6 } from 'node:net';
import { InvalidEventPatternException } from './invalidEventPatternException.ts';

/** An IP address as a number, with the width of its family. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Parses `10.0.0.1` or `2001:db8::1`, in any spelling; undefined where the text is not an address. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: fromGroups(text.split('.').map(Number), 8) };
  if (!isIPv6(text) || /[%.]/.test(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return { bits: 128, value: fromGroups([...left, ...Array<number>(zeros).fill(0), ...right], 16) };
}

const fromGroups = (groups: readonly number[], width: number): bigint =>
  groups.reduce((value, group) => (value << BigInt(width)) | BigInt(group), 0n);

/** Compiles a test that an address lies in a block; throws InvalidEventPatternException for an invalid block. */
export function compileCidrTest(block: string): (text: string) => boolean {
  const parts = block.split('/');
  if (parts.length !== 2) throw new InvalidEventPatternException("Malformed CIDR, one '/' required");
  const [text = '', mask = ''] = parts;
  if (!/^-?\d+$/.test(mask))
    throw new InvalidEventPatternException('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw new InvalidEventPatternException('Malformed CIDR, mask bits must not be negative');
  const base = parseAddress(text);
  if (base === undefined) throw new InvalidEventPatternException(`Nonstandard IP address: ${text}`);
  if (bits >= base.bits)
    throw new InvalidEventPatternException(`IPv${base.bits === 32 ? 4 : 6} mask bits must be < ${base.bits}`);
  const hostBits = (1n << BigInt(base.bits - bits)) - 1n;
  // An address with host bits, such as 10.0.0.9/24, names its whole block (Event Ruler's CIDR.computeBottomBytes).
  const bottom = base.value & ~hostBits;
  const top = base.value | hostBits;
  return (candidate) => {
    const address = parseAddress(candidate);
    return address?.bits === base.bits && address.value >= bottom && address.value <= top;
  };
}
