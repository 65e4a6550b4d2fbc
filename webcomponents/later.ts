/** What is loaded when it is first asked for; one file, since each more would split what the first image loads. */
export { adjustPanel } from './dicomViewer/adjustPanel.ts';
export { gather } from './uploads/gather.ts';
export { phaseOf, uploadBar } from './uploads/uploadBar.ts';
export { UploadQueue } from './uploads/uploadQueue.ts';
export { UploadRecord } from './uploads/uploadRecord.ts';
