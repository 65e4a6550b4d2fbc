/** Defines `<dicom-viewer>` only, for pages that upload nothing: they load a fifth less. */
import { DicomViewer } from './dicomViewer/dicomViewer.ts';

export { DicomViewer };
export { allowWorkers } from './dicomViewer/images/worker/allowWorkers.ts';
export { addLanguage } from './language/language.ts';

if (!customElements.get('dicom-viewer')) customElements.define('dicom-viewer', DicomViewer);

declare global {
  interface HTMLElementTagNameMap {
    'dicom-viewer': DicomViewer;
  }
}
