import { bytesReader, openDicom, type DicomImage, type StoredFrame } from '../../dicom/index.ts';

/** A file's first frame, or the error. The image is absent if the file could not be opened. */
export type Decoded = { image: DicomImage; frame: StoredFrame } | { image?: DicomImage; error: unknown };

/** Opens a file and reads its first frame. Fills the missing bytes of a truncated frame, as the reference tools do. */
export async function decodeFirst(bytes: Uint8Array): Promise<Decoded> {
  let image: DicomImage | undefined;
  try {
    image = await openDicom(bytesReader(bytes));
    return { image, frame: await image.readFrame(0, { fillMissing: true }) };
  } catch (error) {
    return { ...(image === undefined ? {} : { image }), error };
  }
}
