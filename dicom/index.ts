export { openDicom, type DicomImage, type FrameOptions, type OpenOptions } from './dicomImage.ts';
export { DicomError, DICOM_ERROR_CODES, type DicomErrorCode } from './dicomError.ts';
export { WebAssemblyRefused } from './kernels/webAssemblyRefused.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { sniff, type ImageFormat } from './sniff.ts';
export { bytesReader, type RangeReader } from './rangeReader.ts';
export type { Warning } from './warning.ts';
export type { ImageHeader } from './header/imageHeader.ts';
export type { StoredFrame } from './pixels/storedFrame.ts';
export type { AppliedWindow, DisplayFrame, WindowFunction } from './display/displayFrame.ts';
export { toDisplay, type DisplayOptions } from './display/toDisplay.ts';
export { windowFunction } from './display/windowLevel.ts';
export { pixelAspect, resizeDisplay, squarePixels, squareSize } from './display/resize.ts';
export type { Overlay } from './overlays/readOverlays.ts';
export {
  decodeCodestream,
  type CodestreamDecoder,
  type CodestreamRequest,
} from './codecs/decodeCodestream.ts';
export type { Deadline } from './deadline.ts';
export { encodeJpeg } from './codecs/encodeJpeg.ts';
