export { decodeJpeg } from './decodeJpeg.ts';
