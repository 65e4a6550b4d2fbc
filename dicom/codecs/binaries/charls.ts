/** Re-exports the bytes as the default of an ES module, because a CommonJS default is copied byte by byte. */
export { default } from '@cornerstonejs/codec-charls/decodewasm';
