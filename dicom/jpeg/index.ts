export { decodeJpeg, type DecodedJpeg } from './decodeJpeg.ts';
