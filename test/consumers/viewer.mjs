// The page of a hospital's own, as its bundler takes it.
import { DicomAnalyzer, DicomViewer } from 'dicom-analyzer/viewer';
import 'dicom-analyzer/viewer/define';

globalThis.elements = [DicomAnalyzer, DicomViewer];
