import assert from 'node:assert/strict';
import { bytesReader, DicomError, openDicom, type DicomErrorCode } from '../../../dicom/index.ts';

/** Opens a file and reads its first frame; both must be refused by this code. */
export async function assertRefused(bytes: Uint8Array, code: DicomErrorCode): Promise<DicomError> {
  try {
    const image = await openDicom(bytesReader(bytes));
    await image.readFrame(0);
  } catch (error) {
    assert.ok(error instanceof DicomError, `an untyped error: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`the file was read; it should be refused as ${code}`);
}
