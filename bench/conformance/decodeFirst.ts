import { bytesReader, openDicom, type DicomImage, type StoredFrame } from '../../dicom/index.ts';

/** A file's first frame, or why there is none; the image is absent where it could not even be opened. */
export type Decoded = { image: DicomImage; frame: StoredFrame } | { image?: DicomImage; error: unknown };

/** Opens a file and reads its first frame. What a short one lacks is filled, as the reference tools do. */
export async function decodeFirst(bytes: Uint8Array): Promise<Decoded> {
  let image: DicomImage | undefined;
  try {
    image = await openDicom(bytesReader(bytes));
    return { image, frame: await image.readFrame(0, { fillMissing: true }) };
  } catch (error) {
    return { ...(image === undefined ? {} : { image }), error };
  }
}
