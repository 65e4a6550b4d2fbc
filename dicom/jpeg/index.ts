export { decodeJpeg, type JpegImage, type JpegOptions } from './decodeJpeg.ts';
