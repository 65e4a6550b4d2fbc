/** Defines `<dicom-viewer>` and `<dicom-analyzer>`, once: a page that loads this twice keeps the first. */
import { DicomAnalyzer, DicomViewer } from './index.ts';

export * from './index.ts';

const tags = { 'dicom-viewer': DicomViewer, 'dicom-analyzer': DicomAnalyzer } as const;
for (const [tag, element] of Object.entries(tags))
  if (!customElements.get(tag)) customElements.define(tag, element);

declare global {
  interface HTMLElementTagNameMap {
    'dicom-viewer': DicomViewer;
    'dicom-analyzer': DicomAnalyzer;
  }
}
