import assert from 'node:assert/strict';
import { IncomingBytes } from '../../../webcomponents/dicomViewer/images/incomingBytes.ts';

/** Creates a response whose body the test writes. */
function createResponse(): { response: Response; body: ReadableStreamDefaultController<Uint8Array> } {
  let writer!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (writer = controller) });
  return { response: new Response(stream), body: writer };
}

describe('IncomingBytes', () => {
  it('returns bytes as soon as they have arrived', async () => {
    const { response, body } = createResponse();
    const bytes = new IncomingBytes(response, 6);
    const later = bytes.read(2, 6);
    body.enqueue(Uint8Array.of(1, 2, 3));
    assert.deepEqual([...(await bytes.read(0, 3))], [1, 2, 3]);
    body.enqueue(Uint8Array.of(4, 5));
    body.enqueue(Uint8Array.of(6, 7));
    assert.deepEqual([...(await later)], [3, 4, 5, 6], 'returns no more than the expected length');
  });

  it('returns fewer bytes if the response ends early', async () => {
    const { response, body } = createResponse();
    const bytes = new IncomingBytes(response, 6);
    body.enqueue(Uint8Array.of(1, 2));
    const waiting = bytes.read(0, 6);
    body.close();
    assert.deepEqual([...(await waiting)], [1, 2]);
    assert.deepEqual([...(await bytes.read(1, 6))], [2]);
  });

  it('returns the bytes before a broken connection and rejects those after it', async () => {
    const { response, body } = createResponse();
    const bytes = new IncomingBytes(response, 6);
    body.enqueue(Uint8Array.of(1, 2));
    await bytes.read(0, 2);
    const waiting = bytes.read(0, 6);
    body.error(new Error('connection lost'));
    await assert.rejects(waiting, /connection lost/);
    await assert.rejects(bytes.read(3, 4), /connection lost/);
    assert.deepEqual([...(await bytes.read(0, 2))], [1, 2]);
  });
});
