/** A kind of file that the benchmark measures, and the path of an example below `../shared/dicom`. */
export interface Kind {
  readonly name: string;
  readonly path: string;
}

/**
 * Small and large files of each transfer syntax. Each has one frame: Python's reader decodes all frames of a file, so files with
 * several would not be the same work. The installed Python cannot read the last ones.
 */
export const KINDS: readonly Kind[] = [
  ...syntax('implicit', ['cornerstone3D/CTImage.dcm', 'dicom-test-files/pydicom/gdcm-US-ALOKA-16.dcm']),
  ...syntax('explicit', [
    'fo-dicom/FO-DICOM.Tests/Test Data/GH1728.dcm',
    'dicom-test-files/WG04/REF/XA1_UNC',
    'cornerstone3D/TestPattern_RGB.dcm',
    'cornerstone3D/US-YBR_FULL_422-EVRLE.dcm',
  ]),
  ...syntax('deflated', [
    'cornerstone3D/CTImage.dcm_DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99.dcm',
  ]),
  ...syntax('big endian', [
    'cornerstone3D/CTImage.dcm_BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2.dcm',
  ]),
  ...syntax('RLE', [
    'fo-dicom/FO-DICOM.Tests/Test Data/D_CLUNIE_CT1_RLE_FRAGS.dcm',
    'dicom-test-files/WG04/RLE/RG2_RLE',
    'dicom-test-files/WG04/RLE/US1_RLE',
  ]),
  ...syntax('JPEG baseline .50', [
    'cornerstone3D/CTImage.dcm_JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50.dcm',
    'fo-dicom/FO-DICOM.Tests/Test Data/JPEGwithIcon.dcm',
  ]),
  ...syntax('JPEG extended .51', [
    'cornerstone3D/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm',
    'dicom-test-files/WG04/JPLY/SC1_JPLY',
  ]),
  ...syntax('JPEG lossless .57', [
    'cornerstone3D/CTImage.dcm_JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57.dcm',
  ]),
  ...syntax('JPEG lossless .70', [
    'dicom-test-files/WG04/JPLL/MR1_JPLL',
    'dicom-test-files/WG04/JPLL/SC1_JPLL',
    'cornerstone3D/TestPattern_JPEG-Lossless_RGB.dcm',
  ]),
  ...syntax('JPEG-LS .80', [
    'cornerstone3D/CTImage.dcm_JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm',
    'dicom-test-files/WG04/JLSL/RG3_JLSL',
  ]),
  ...syntax('JPEG-LS .81', [
    'dicom-test-files/WG04/JLSN/RG2_JLSN',
    'cornerstone3D/TestPattern_JPEG-LS-NearLossless.dcm',
  ]),
  ...syntax('JPEG 2000 .90', [
    'cornerstone3D/CT1_J2KR',
    'dicom-test-files/WG04/J2KR/VL2_J2KR',
    'pylibjpeg-data/JPEG2000Lossless/NM_Kakadu44_SOTmarkerincons.dcm',
  ]),
  ...syntax('JPEG 2000 .91', [
    'cornerstone3D/CTImage.dcm_JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91.dcm',
    'dicom-test-files/WG04/J2KI/SC1_J2KI',
    'dicom-test-files/WG04/J2KI/VL4_J2KI',
    'dicom-test-files/WG04/J2KI/MG1_J2KI',
  ]),
  ...syntax('JPEG spectral .53', [
    'cornerstone3D/CTImage.dcm_JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53.dcm',
  ]),
  ...syntax('JPEG progressive .55', [
    'cornerstone3D/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm',
  ]),
  ...syntax('HTJ2K .201', ['htj2k-wrapped/CT1_HT201.dcm', 'htj2k-wrapped/SC1_HT201.dcm']),
];

function syntax(name: string, paths: string[]): Kind[] {
  return paths.map((path) => ({ name, path }));
}
