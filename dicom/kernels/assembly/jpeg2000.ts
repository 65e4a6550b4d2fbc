export { decodePasses } from './jpeg2000/decodeBlock';
export { placeBlock } from './jpeg2000/placeBlock';
export { prepare } from './jpeg2000/state';
export { undoWavelet } from './jpeg2000/wavelet';
export { writeSamples } from './jpeg2000/writeSamples';
