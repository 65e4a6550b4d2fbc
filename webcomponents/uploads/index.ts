/** What is loaded with the first file that is chosen. */
export { gather } from './gather.ts';
export { phaseOf, uploadBar } from './uploadBar.ts';
export { UploadQueue } from './uploadQueue.ts';
export { UploadRecord } from './uploadRecord.ts';
