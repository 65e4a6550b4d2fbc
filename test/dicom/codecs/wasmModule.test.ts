import assert from 'node:assert/strict';
import { wasmModule } from '../../../dicom/codecs/wasmModule.ts';

describe('wasmModule', () => {
  it('starts once, and anew once it was dropped', async () => {
    const codec = wasmModule(() => Promise.resolve({}));
    const first = await codec.load();
    assert.equal(await codec.load(), first);
    codec.drop();
    assert.notEqual(await codec.load(), first);
  });

  it('tries again after a start that failed', async () => {
    let starts = 0;
    const factory = () => (++starts === 1 ? Promise.reject(new Error('no memory')) : Promise.resolve(starts));
    const codec = wasmModule<number>(factory);
    await assert.rejects(codec.load(), /no memory/);
    assert.equal(await codec.load(), 2);
  });
});
