import assert from 'node:assert/strict';
import { fingerprintFile } from '../../../webcomponents/uploads/fingerprintFile.ts';

const MB = 2 ** 20;

describe('the fingerprint of a file', () => {
  // Node has WebCrypto, but not the global `isSecureContext`.
  before(() => Object.assign(globalThis, { isSecureContext: true }));
  after(() => Reflect.deleteProperty(globalThis, 'isSecureContext'));

  const withByte = (at: number): Blob => {
    const bytes = new Uint8Array(20 * MB);
    bytes[at] = 1;
    return new Blob([bytes]);
  };

  it('is equal for equal bytes only, wherever a large file differs', async () => {
    const prints = new Set<string | undefined>();
    for (const at of [0, 5 * MB, 9 * MB, 15 * MB, 20 * MB - 1])
      prints.add(await fingerprintFile(withByte(at), 'salt'));
    assert.equal(prints.size, 5);
    assert.ok(prints.has(await fingerprintFile(withByte(5 * MB), 'salt')));
  });

  it('differs by session and by size', async () => {
    const file = new Blob(['a']);
    const print = await fingerprintFile(file, 'one');
    assert.match(print!, /^[0-9a-f]{32}$/);
    assert.notEqual(await fingerprintFile(file, 'other'), print);
    assert.notEqual(
      await fingerprintFile(new Blob([]), 'one'),
      await fingerprintFile(new Blob(['\0']), 'one'),
    );
  });
});
