/** Re-exported, so that a bundle holds the bytes as the default of an ES module: a CommonJS one of them is copied byte by byte. */
export { default } from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm';
