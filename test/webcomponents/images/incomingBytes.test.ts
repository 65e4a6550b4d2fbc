import assert from 'node:assert/strict';
import { IncomingBytes } from '../../../webcomponents/dicomViewer/images/incomingBytes.ts';

/** An answer whose body the test feeds. */
function fed(): { answer: Response; feed: ReadableStreamDefaultController<Uint8Array> } {
  let feed!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (feed = controller) });
  return { answer: new Response(body), feed };
}

describe('IncomingBytes', () => {
  it('returns bytes as soon as they have arrived', async () => {
    const { answer, feed } = fed();
    const bytes = new IncomingBytes(answer, 6);
    const later = bytes.read(2, 6);
    feed.enqueue(Uint8Array.of(1, 2, 3));
    assert.deepEqual([...(await bytes.read(0, 3))], [1, 2, 3]);
    feed.enqueue(Uint8Array.of(4, 5));
    feed.enqueue(Uint8Array.of(6, 7));
    assert.deepEqual([...(await later)], [3, 4, 5, 6], 'and no more than was promised');
  });

  it('returns fewer bytes if the response ends early', async () => {
    const { answer, feed } = fed();
    const bytes = new IncomingBytes(answer, 6);
    feed.enqueue(Uint8Array.of(1, 2));
    const waiting = bytes.read(0, 6);
    feed.close();
    assert.deepEqual([...(await waiting)], [1, 2]);
    assert.deepEqual([...(await bytes.read(1, 6))], [2]);
  });

  it('returns the bytes before a broken connection and rejects those after it', async () => {
    const { answer, feed } = fed();
    const bytes = new IncomingBytes(answer, 6);
    feed.enqueue(Uint8Array.of(1, 2));
    await bytes.read(0, 2);
    const waiting = bytes.read(0, 6);
    feed.error(new Error('the line broke'));
    await assert.rejects(waiting, /the line broke/);
    await assert.rejects(bytes.read(3, 4), /the line broke/);
    assert.deepEqual([...(await bytes.read(0, 2))], [1, 2]);
  });
});
