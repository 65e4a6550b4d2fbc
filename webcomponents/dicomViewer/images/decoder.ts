/** What the viewer needs of dicom/, as one module that is loaded with the first DICOM image. */
export { openDicom } from '../../../dicom/dicomImage.ts';
export { pixelAspect } from '../../../dicom/display/resize.ts';
export { greyTransforms, toDisplay } from '../../../dicom/display/toDisplay.ts';
export { greyColours } from '../../../dicom/display/greyColours.ts';
export { chooseVoi } from '../../../dicom/display/chooseVoi.ts';
export { modalityFunction } from '../../../dicom/display/modalityFunction.ts';
export { drawOverlays } from './drawOverlays.ts';
export { dicomFacts } from './dicomFacts.ts';
export { frameGeometry } from './frameGeometry.ts';
export { frameMillis, valueUnit } from './frameFacts.ts';
