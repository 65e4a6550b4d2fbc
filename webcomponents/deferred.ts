/** What the first image does without; one file, since each more would split what the first image loads. */
export { adjustPanel } from './dicomViewer/adjustPanel.ts';
export { analysedAs } from './dicomViewer/analysedAs.ts';
export { boxesOverlay } from './dicomViewer/boxesOverlay.ts';
export { helpPanel } from './dicomViewer/helpPanel.ts';
export { measurementsTable } from './dicomViewer/measurementsTable.ts';
export { resultsTable } from './dicomViewer/resultsTable.ts';
export { troubleMessage } from './dicomViewer/troubleMessage.ts';
export { gatherFiles as gather } from './uploads/gatherFiles.ts';
export { getUploadPhase as phaseOf, renderUploadBar as uploadBar } from './uploads/renderUploadBar.ts';
export { UploadQueue } from './uploads/uploadQueue.ts';
export { UploadRecord } from './uploads/uploadRecord.ts';
export { getErrorText as errorWords } from './texts/errorText.ts';
