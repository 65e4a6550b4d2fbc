import { sniff } from '../../../dicom/sniff.ts';
import { blobReader } from './blobReader.ts';
import { openDicomImage } from './dicomViewerImage.ts';
import { openRaster } from './rasterImage.ts';
import type { ViewerImage } from './viewerImage.ts';

/** A file of the reader's own, by its content, without any server. */
export async function openFile(file: Blob): Promise<ViewerImage> {
  const format = sniff(new Uint8Array(await file.slice(0, 512).arrayBuffer()));
  return format === 'dicom' ? openDicomImage(blobReader(file)) : openRaster(file);
}
