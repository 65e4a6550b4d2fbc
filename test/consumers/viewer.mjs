// A web page that uses the package, for a bundler.
import { DicomAnalyzer, DicomViewer } from 'dicom-analyzer/viewer';
import 'dicom-analyzer/viewer/define';
import 'dicom-analyzer/viewer/define-viewer';

globalThis.elements = [DicomAnalyzer, DicomViewer];
