/** Defines `<dicom-viewer>` and `<dicom-analyzer>`, unless the page has defined them already. */
import './defineViewer.ts';
import { DicomAnalyzer } from './index.ts';

export * from './index.ts';

if (!customElements.get('dicom-analyzer')) customElements.define('dicom-analyzer', DicomAnalyzer);

declare global {
  interface HTMLElementTagNameMap {
    'dicom-analyzer': DicomAnalyzer;
  }
}
