/** Exports all that the first image does not need. One module, because each more entry splits the initial chunks. */
export { renderAdjustPanel } from './dicomViewer/toolbar/renderAdjustPanel.ts';
export { renderAnalysisWindow } from './dicomViewer/results/renderAnalysisWindow.ts';
export { renderDetections } from './dicomViewer/results/renderDetections.ts';
export { renderHelpPanel } from './dicomViewer/toolbar/renderHelpPanel.ts';
export { renderMeasurementsTable } from './dicomViewer/results/renderMeasurementsTable.ts';
export { renderResultsTable } from './dicomViewer/results/renderResultsTable.ts';
export { renderFailureMessage } from './dicomViewer/stage/renderFailureMessage.ts';
export { gatherFiles } from './uploads/gatherFiles.ts';
export { getUploadPhase, renderUploadBar } from './uploads/renderUploadBar.ts';
export { UploadQueue } from './uploads/uploadQueue.ts';
export { UploadRecord } from './uploads/uploadRecord.ts';
export { getErrorText } from './texts/errorText.ts';
