import { partOfPackage, type PackagePart } from './partOfPackage.ts';

/**
 * The viewport: images are painted by dicom/, so no renderer of cornerstone-core's own is reached, with or without WebGL,
 * nor its colour maps, caches and loaders. One script of all of it is 19 KB by brotli, this is 3.
 */
const CORNERSTONE: PackagePart = {
  map: 'cornerstone-core/dist/cornerstone.min.js.map',
  entry: `
import disable from './disable.js';
import displayImage from './displayImage.js';
import enable from './enable.js';
import { getEnabledElement } from './enabledElements.js';
import fitToWindow from './fitToWindow.js';
import calculateTransform from './internal/calculateTransform.js';
import resize from './resize.js';
import setViewport from './setViewport.js';
import updateImage from './updateImage.js';
export default {
  disable, displayImage, enable, fitToWindow, getEnabledElement, resize, setViewport, updateImage,
  internal: { calculateTransform },
};`,
  without: {
    'internal/drawCompositeImage.js': ['default'],
    'internal/tryEnableWebgl.js': ['default'],
    'layers.js': ['setLayerImage'],
    'rendering/renderColorImage.js': ['renderColorImage'],
    'rendering/renderGrayscaleImage.js': ['renderGrayscaleImage'],
    'rendering/renderLabelMapImage.js': ['renderLabelMapImage'],
    'rendering/renderPseudoColorImage.js': ['renderPseudoColorImage'],
  },
};

/** The reader of elements: files are opened, frames found and codestreams taken apart by dicom/. */
const DICOM_PARSER: PackagePart = {
  map: 'dicom-parser/dist/dicomParser.min.js.map',
  entry: `
import bigEndianByteArrayParser from './bigEndianByteArrayParser.js';
import ByteStream from './byteStream.js';
import DataSet from './dataSet.js';
import littleEndianByteArrayParser from './littleEndianByteArrayParser.js';
import { parseDicomDataSetExplicit, parseDicomDataSetImplicit } from './parseDicomDataSet.js';
export default {
  bigEndianByteArrayParser, ByteStream, DataSet, littleEndianByteArrayParser,
  parseDicomDataSetExplicit, parseDicomDataSetImplicit,
};`,
};

let aliases: Record<string, string> | undefined;

/** For esbuild's `alias`, wherever the elements are bundled for a browser. Made once in a run of the program. */
export const siteAliases = (): Record<string, string> =>
  (aliases ??= {
    'cornerstone-core': partOfPackage(CORNERSTONE),
    'dicom-parser': partOfPackage(DICOM_PARSER),
  });
