import assert from 'node:assert/strict';
import { decodeCodestream, DicomError, type DicomErrorCode } from '../../../dicom/index.ts';
import { HEIGHT, sampleAt, STREAMS, WIDTH } from './streams.ts';

const SIZE = { rows: HEIGHT, columns: WIDTH, isRgb: false };
const [SOT, SOD, SOP, EPH] = [0xff90, 0xff93, 0xff91, 0xff92];

const streamOf = (name: string): Uint8Array => {
  const { text } = STREAMS.find((each) => each.name === name)!;
  return new Uint8Array(Buffer.from(text.join(''), 'base64'));
};

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
const long = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

interface TilePart {
  /** The SOT segment and all after it, up to SOD. */
  header: Uint8Array;
  body: Uint8Array;
}

function split(stream: Uint8Array): { main: Uint8Array; parts: TilePart[] } {
  let at = 2;
  while (word(stream, at) !== SOT) at += 2 + word(stream, at + 2);
  const main = stream.subarray(0, at);
  const parts: TilePart[] = [];
  while (word(stream, at) === SOT) {
    const end = at + ((word(stream, at + 6) << 16) | word(stream, at + 8));
    let body = at + 12;
    while (word(stream, body) !== SOD) body += 2 + word(stream, body + 2);
    parts.push({ header: stream.subarray(at, body), body: stream.subarray(body + 2, end) });
    at = end;
  }
  return { main, parts };
}

/** Separates the headers of packets by their markers, which cannot occur inside a header or a code-block. */
function apart(body: Uint8Array): { headers: number[]; rest: number[] } {
  const headers: number[] = [];
  const rest: number[] = [];
  let at = 0;
  while (at < body.length) {
    assert.equal(word(body, at), SOP);
    let end = at + 6;
    while (word(body, end) !== EPH) end++;
    headers.push(...body.subarray(at + 6, end + 2));
    at = end + 2;
    const next = body.findIndex((_, index) => index >= at && word(body, index) === SOP);
    rest.push(...body.subarray(at, next < 0 ? body.length : next));
    at = next < 0 ? body.length : next;
  }
  return { headers, rest };
}

function joined(main: number[], parts: { header: Uint8Array; more: number[]; body: number[] }[]): Uint8Array {
  const bytes = [...main];
  for (const { header, more, body } of parts) {
    const own = [...header, ...more, SOD >> 8, SOD & 0xff, ...body];
    own.splice(6, 4, ...long(own.length));
    bytes.push(...own);
  }
  return Uint8Array.from([...bytes, 0xff, 0xd9]);
}

async function assertWhole(stream: Uint8Array): Promise<void> {
  const { bytes, warnings } = await decodeCodestream(stream, SIZE);
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    [...bytes],
    Array.from({ length: WIDTH * HEIGHT }, (_, index) =>
      sampleAt(index % WIDTH, Math.floor(index / WIDTH), 0, 8),
    ),
  );
}

const rejectedAs = (code: DicomErrorCode) => (error: unknown) =>
  error instanceof DicomError && error.code === code;

describe('JPEG 2000 packets', () => {
  const marked = streamOf('tile-parts, and marked packets');

  it('may have their headers in the header of the tile-part (PPT)', async () => {
    const { main, parts } = split(marked);
    const packed = parts.map(({ header, body }) => {
      const { headers, rest } = apart(body);
      const length = headers.length + 3;
      return { header, more: [0xff, 0x61, length >> 8, length & 0xff, 0, ...headers], body: rest };
    });
    await assertWhole(joined([...main], packed));
  });

  it('may have their headers in the main header (PPM), in several segments', async () => {
    const { main, parts } = split(marked);
    const all = parts.map(({ header, body }) => ({ header, ...apart(body) }));
    const packed = all.flatMap(({ headers }) => [...long(headers.length), ...headers]);
    const segment = (index: number, bytes: number[]) => [0xff, 0x60, 0, bytes.length + 3, index, ...bytes];
    const half = packed.length >> 1;
    // The second segment comes first. Their indices give the order.
    const segments = [...segment(1, packed.slice(half)), ...segment(0, packed.slice(0, half))];
    assert.ok(half > 4 && packed.length - half < 250);
    await assertWhole(
      joined(
        [...main, ...segments],
        all.map(({ header, rest }) => ({ header, more: [], body: rest })),
      ),
    );
  });

  /** Returns the stream with the first packets of 12, in three layers of four resolutions. */
  function first(count: number): Uint8Array {
    const { main, parts } = split(streamOf('layers, in marked packets'));
    const { header, body } = parts[0]!;
    const starts = [...body.keys()].filter((at) => word(body, at) === SOP);
    assert.deepEqual([parts.length, starts.length], [1, 12]);
    return joined([...main], [{ header, more: [], body: [...body.subarray(0, starts[count])] }]);
  }

  it('may lack those of the last layers, which gives a warning', async () => {
    await assertWhole(first(12));
    const { bytes, warnings } = await decodeCodestream(first(8), SIZE);
    assert.deepEqual(
      warnings.map(({ code, message }) => [code, /last (\d+) packets/.exec(message)?.[1]]),
      [['missing-packets', '4']],
    );
    const errors = bytes.map((level, at) =>
      Math.abs(level - sampleAt(at % WIDTH, Math.floor(at / WIDTH), 0, 8)),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assert.ok(mean > 1 && mean < 40, `${mean}`);
  });

  it('must cover at least the whole image', async () => {
    await assert.rejects(decodeCodestream(first(3), SIZE), rejectedAs('truncated'));
  });

  it('are rejected if they end inside a code-block', async () => {
    const { main, parts } = split(streamOf('no decomposition'));
    const { header, body } = parts[0]!;
    const cut = joined([...main], [{ header, more: [], body: [...body.subarray(0, body.length - 5)] }]);
    await assert.rejects(decodeCodestream(cut, SIZE), rejectedAs('truncated'));
  });
});
