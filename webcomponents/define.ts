/** Defines `<dicom-viewer>` and `<dicom-analyzer>`, once: a page that loads this twice keeps the first. */
import './defineViewer.ts';
import { DicomAnalyzer } from './index.ts';

export * from './index.ts';

if (!customElements.get('dicom-analyzer')) customElements.define('dicom-analyzer', DicomAnalyzer);

declare global {
  interface HTMLElementTagNameMap {
    'dicom-analyzer': DicomAnalyzer;
  }
}
