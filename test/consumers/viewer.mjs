// The page of a hospital's own, as its bundler takes it.
import { DicomAnalyzer, DicomViewer } from 'dicom-analyzer/viewer';
import 'dicom-analyzer/viewer/define';
import 'dicom-analyzer/viewer/define-viewer';

globalThis.elements = [DicomAnalyzer, DicomViewer];
