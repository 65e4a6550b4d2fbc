/** Re-exports the parts of dicom/ that the viewer uses. This module is loaded with the first DICOM image. */
export { openDicom } from '../../../dicom/dicomImage.ts';
export { pixelAspect } from '../../../dicom/display/resize.ts';
export { chooseGreyTransforms, toDisplay } from '../../../dicom/display/toDisplay.ts';
export { greyColours } from '../../../dicom/display/greyColours.ts';
export { chooseVoi } from '../../../dicom/display/chooseVoi.ts';
export { modalityFunction } from '../../../dicom/display/modalityFunction.ts';
export { drawOverlays } from './drawOverlays.ts';
export { listDicomFacts } from './dicomFacts.ts';
export { readFrameGeometry } from './readFrameGeometry.ts';
export { getFrameMs, getValueUnit } from './frameFacts.ts';
