/** Exports the element classes without side effects; `define.ts` registers the tags. */
export { DicomAnalyzer } from './dicomAnalyzer/dicomAnalyzer.ts';
export { DicomViewer } from './dicomViewer/dicomViewer.ts';
export { allowWorkers } from './dicomViewer/images/worker/allowWorkers.ts';
export { addLanguage } from './language/language.ts';
export type { TokenSource } from './api/apiClient.ts';
export type { ToolContext, ToolPointer, ViewerTool } from './dicomViewer/tools/tool.ts';
