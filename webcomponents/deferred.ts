/** Exports all that the first image does not need. One module, because each more entry splits the initial chunks. */
export { adjustPanel } from './dicomViewer/adjustPanel.ts';
export { analysedAs } from './dicomViewer/analysedAs.ts';
export { boxesOverlay } from './dicomViewer/boxesOverlay.ts';
export { helpPanel } from './dicomViewer/helpPanel.ts';
export { measurementsTable } from './dicomViewer/measurementsTable.ts';
export { resultsTable } from './dicomViewer/resultsTable.ts';
export { troubleMessage } from './dicomViewer/troubleMessage.ts';
export { gatherFiles } from './uploads/gatherFiles.ts';
export { getUploadPhase, renderUploadBar } from './uploads/renderUploadBar.ts';
export { UploadQueue } from './uploads/uploadQueue.ts';
export { UploadRecord } from './uploads/uploadRecord.ts';
export { getErrorText } from './texts/errorText.ts';
