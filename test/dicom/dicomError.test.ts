import assert from 'node:assert/strict';
import { DicomError } from '../../dicom/index.ts';

describe('DicomError', () => {
  it('is known for what it is where its module was loaded twice', async () => {
    const { DicomError: Other } = (await import(
      new URL('../../dicom/dicomError.ts?again', import.meta.url).href
    )) as { DicomError: typeof DicomError };
    assert.notEqual(Other, DicomError);
    assert.ok(new Other('truncated', 'of the other') instanceof DicomError);
    assert.ok(!(new Error('of no kind') instanceof DicomError));
  });
});
