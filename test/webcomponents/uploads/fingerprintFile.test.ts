import assert from 'node:assert/strict';
import { fingerprintFile } from '../../../webcomponents/uploads/fingerprintFile.ts';

const MB = 2 ** 20;

describe('a file\u2019s fingerprint', () => {
  // Node has digests, and does not say so as a page does.
  before(() => Object.assign(globalThis, { isSecureContext: true }));
  after(() => Reflect.deleteProperty(globalThis, 'isSecureContext'));

  const withByte = (at: number): Blob => {
    const bytes = new Uint8Array(20 * MB);
    bytes[at] = 1;
    return new Blob([bytes]);
  };

  it('is that of the same bytes alone, wherever in a large file another one differs', async () => {
    const prints = new Set<string | undefined>();
    for (const at of [0, 5 * MB, 9 * MB, 15 * MB, 20 * MB - 1])
      prints.add(await fingerprintFile(withByte(at), 'salt'));
    assert.equal(prints.size, 5);
    assert.ok(prints.has(await fingerprintFile(withByte(5 * MB), 'salt')));
  });

  it('is another one in another session, and of another size', async () => {
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
