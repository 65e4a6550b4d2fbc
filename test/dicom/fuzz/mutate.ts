import type { Random } from './random.ts';

const EDGES = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];
const LENGTHS = [0, 1, 2, 7, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const MARKERS = [
  0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xd0, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xf7, 0x4f, 0x51, 0x52,
];
/** The elements of group 0028 that determine sizes and tables. */
const ELEMENTS = [0x02, 0x04, 0x06, 0x08, 0x10, 0x11, 0x100, 0x101, 0x102, 0x103, 0x1101, 0x1201, 0x3002];

type Mutation = (bytes: Uint8Array, next: Random) => Uint8Array;

const inPlace =
  (change: (bytes: Uint8Array, view: DataView, next: Random) => void): Mutation =>
  (bytes, next) => {
    change(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), next);
    return bytes;
  };

const flipBit = inPlace((bytes, _, next) => {
  const at = next(bytes.length);
  bytes[at]! ^= 1 << next(8);
});
const setByte = inPlace((bytes, _, next) => {
  bytes[next(bytes.length)] = next(2) === 0 ? next(256) : EDGES[next(EDGES.length)]!;
});
const setLength = inPlace((bytes, view, next) => {
  if (bytes.length >= 4)
    view.setUint32(next(bytes.length - 3), LENGTHS[next(LENGTHS.length)]!, next(2) === 0);
});
const setMarker = inPlace((bytes, _, next) => {
  const at = next(bytes.length);
  bytes[at] = 0xff;
  bytes[at + 1] = MARKERS[next(MARKERS.length)]!;
});
/** Finds an image element by its tag and rewrites its length or its value. */
const setElement = inPlace((bytes, view, next) => {
  const element = ELEMENTS[next(ELEMENTS.length)]!;
  for (let at = 0; at + 12 <= bytes.length; at++) {
    if (view.getUint16(at, true) !== 0x28 || view.getUint16(at + 2, true) !== element) continue;
    view.setUint16(at + (next(4) === 0 ? 6 : 8), next(2) === 0 ? next(65536) : LENGTHS[next(6)]!, true);
    return;
  }
});
const cut: Mutation = (bytes, next) => bytes.slice(0, next(bytes.length));
const remove: Mutation = (bytes, next) => {
  const at = next(bytes.length);
  return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + next(16))]);
};
const repeat: Mutation = (bytes, next) => {
  const at = next(bytes.length);
  const part = bytes.subarray(at, at + 1 + next(64));
  const copies = Array.from({ length: 1 + next(20) }, () => [...part]).flat();
  return Uint8Array.from([...bytes.subarray(0, at), ...copies, ...bytes.subarray(at)]);
};

const MUTATIONS = [flipBit, setByte, setLength, setMarker, setElement, setElement, cut, remove, repeat];

/** Returns a copy of `seed` with one to six changes. Half of them act on a random tail, which holds the codestream. */
export function mutate(seed: Uint8Array, next: Random): Uint8Array {
  let bytes = Uint8Array.from(seed);
  for (let count = 1 + next(6); count > 0 && bytes.length > 0; count--) {
    const from = next(2) === 0 ? 0 : next(bytes.length);
    const tail = MUTATIONS[next(MUTATIONS.length)]!(bytes.slice(from), next);
    bytes = Uint8Array.from(Buffer.concat([bytes.subarray(0, from), tail]));
  }
  return bytes;
}
