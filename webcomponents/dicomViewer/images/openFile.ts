import type { RangeReader } from '../../../dicom/rangeReader.ts';
import { sniff } from '../../../dicom/sniff.ts';
import { openDicomImage } from './openDicomImage.ts';
import { openRasterImage } from './openRasterImage.ts';
import type { ViewerImage } from './viewerImage.ts';

/** Opens a local file by its content, without a server. */
export async function openFile(file: Blob): Promise<ViewerImage> {
  const format = sniff(new Uint8Array(await file.slice(0, 512).arrayBuffer()));
  return format === 'dicom' ? openDicomImage(createBlobReader(file)) : openRasterImage(file);
}

/** Reads parts of a file; the browser keeps its bytes, on disk where it can. */
const createBlobReader = (blob: Blob): RangeReader => ({
  size: blob.size,
  read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
});
