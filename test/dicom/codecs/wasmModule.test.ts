import assert from 'node:assert/strict';
import { wasmModule } from '../../../dicom/codecs/wasmModule.ts';

describe('wasmModule', () => {
  it('starts once, and again after a drop', async () => {
    const codec = wasmModule(() => Promise.resolve({}));
    const first = await codec.load();
    assert.equal(await codec.load(), first);
    codec.drop();
    assert.notEqual(await codec.load(), first);
  });

  it('starts again after a failure', async () => {
    let starts = 0;
    const factory = () => (++starts === 1 ? Promise.reject(new Error('no memory')) : Promise.resolve(starts));
    const codec = wasmModule<number>(factory);
    await assert.rejects(codec.load(), /no memory/);
    assert.equal(await codec.load(), 2);
  });
});
