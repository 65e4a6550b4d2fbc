import assert from 'node:assert/strict';
import { bytesReader, DicomError, openDicom, type DicomErrorCode } from '../../../dicom/index.ts';

/** Asserts that opening a file or reading its first frame fails with a code. Returns the error. */
export async function assertRejected(bytes: Uint8Array, code: DicomErrorCode): Promise<DicomError> {
  try {
    const image = await openDicom(bytesReader(bytes));
    await image.readFrame(0);
  } catch (error) {
    assert.ok(error instanceof DicomError, `an untyped error: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`the file was read instead of rejected as ${code}`);
}
