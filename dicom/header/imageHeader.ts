import type { DataSet } from 'dicom-parser';
import { DicomError } from '../dicomError.ts';
import type { Limits } from '../limits.ts';
import { nonImageClassName } from '../sopClasses.ts';
import type { TransferSyntax } from '../transferSyntaxes.ts';
import { decimal, decimals, text, unsigned } from './attributes.ts';
import { functionalGroup } from './functionalGroup.ts';
import { safeTags, type TagValue } from './safeTags.ts';
import { TAGS } from './tags.ts';

/** The attributes of the pixels and of the image. Only `tags` may be stored, or shown outside the page. */
export interface ImageHeader {
  sopClassUid: string | undefined;
  transferSyntaxUid: string;
  transferSyntaxName: string;
  rows: number;
  columns: number;
  frames: number;
  samplesPerPixel: number;
  photometricInterpretation: string;
  planarConfiguration: 0 | 1;
  bitsAllocated: number;
  bitsStored: number;
  highBit: number;
  /** Pixel Representation (0028,0103) is 1: two's complement. */
  signed: boolean;
  /** Pixel Padding Value and its Range Limit, as stored values (C.7.5.1.1.2). */
  padding: { low: number; high: number } | undefined;
  /** Row spacing, then column spacing, in mm. */
  pixelSpacing: [number, number] | undefined;
  imagerPixelSpacing: [number, number] | undefined;
  /** Vertical, then horizontal (C.7.6.3.1.7). */
  pixelAspectRatio: [number, number] | undefined;
  frameTimeMs: number | undefined;
  /** Lossy Image Compression (0028,2110) is 01. */
  lossy: boolean;
  imagePositionPatient: number[] | undefined;
  imageOrientationPatient: number[] | undefined;
  /** Along the slice's normal, in mm. */
  slicePosition: number | undefined;
  /** The safe tags by keyword. */
  tags: Record<string, TagValue>;
  /** Identifiers. Do not store or show them. */
  identity: { seriesInstanceUid: string | undefined };
}

/**
 * Reads the image's attributes and checks that they are consistent, before anything is allocated.
 * @throws DicomError `not-an-image`, `invalid-header`, `too-large`, `unsupported-pixels`
 */
export function readImageHeader(dataSet: DataSet, syntax: TransferSyntax, limits: Limits): ImageHeader {
  const sopClassUid = text(dataSet, TAGS.SOPClassUID);
  const className = sopClassUid === undefined ? undefined : nonImageClassName(sopClassUid);
  if (className !== undefined)
    throw new DicomError('not-an-image', `The object is a ${className}. It contains no image.`, {
      tag: '(0008,0016)',
    });
  const rows = unsigned(dataSet, TAGS.Rows) ?? 0;
  const columns = unsigned(dataSet, TAGS.Columns) ?? 0;
  if (rows === 0 || columns === 0)
    throw new DicomError('not-an-image', 'The object has no Rows and Columns, so it contains no image.', {
      tag: rows === 0 ? '(0028,0010)' : '(0028,0011)',
    });
  const samplesPerPixel = unsigned(dataSet, TAGS.SamplesPerPixel) ?? defaultSamples(dataSet);
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3)
    throw new DicomError(
      'unsupported-pixels',
      `Pixels of ${samplesPerPixel} samples are not supported. The supported numbers are 1 and 3.`,
      {
        tag: '(0028,0002)',
      },
    );
  const bitsAllocated = unsigned(dataSet, TAGS.BitsAllocated) ?? 8;
  if (![1, 8, 10, 12, 14, 16, 32, 64].includes(bitsAllocated))
    throw new DicomError(
      'unsupported-pixels',
      `Pixels of ${bitsAllocated} bits allocated are not supported.`,
      {
        tag: '(0028,0100)',
      },
    );
  const bitsStored = clampBits(unsigned(dataSet, TAGS.BitsStored), bitsAllocated);
  const highBit = unsigned(dataSet, TAGS.HighBit) ?? bitsStored - 1;
  const frames = Math.max(1, Math.trunc(decimal(dataSet, TAGS.NumberOfFrames) ?? 1));
  if (rows * columns > limits.framePixels)
    throw new DicomError(
      'too-large',
      `A frame of ${columns} x ${rows} pixels exceeds the limit of ${limits.framePixels} pixels.`,
    );
  if (frames > limits.frames)
    throw new DicomError('too-large', `The image has ${frames} frames. The limit is ${limits.frames}.`, {
      tag: '(0028,0008)',
    });
  const signed = unsigned(dataSet, TAGS.PixelRepresentation) === 1;
  const photometricInterpretation = photometric(dataSet, samplesPerPixel);
  const orientation = exactly(
    decimals(group(dataSet, TAGS.PlaneOrientationSequence), TAGS.ImageOrientationPatient),
    6,
  );
  const position = exactly(
    decimals(group(dataSet, TAGS.PlanePositionSequence), TAGS.ImagePositionPatient),
    3,
  );
  return {
    sopClassUid,
    transferSyntaxUid: syntax.uid,
    transferSyntaxName: syntax.name,
    rows,
    columns,
    frames,
    samplesPerPixel,
    photometricInterpretation,
    planarConfiguration: unsigned(dataSet, TAGS.PlanarConfiguration) === 1 ? 1 : 0,
    bitsAllocated,
    bitsStored,
    highBit: highBit >= bitsStored - 1 && highBit < bitsAllocated ? highBit : bitsStored - 1,
    signed,
    padding: readPadding(dataSet, signed, bitsAllocated),
    pixelSpacing: pair(decimals(group(dataSet, TAGS.PixelMeasuresSequence), TAGS.PixelSpacing)),
    imagerPixelSpacing: pair(decimals(dataSet, TAGS.ImagerPixelSpacing)),
    pixelAspectRatio: pair(decimals(dataSet, TAGS.PixelAspectRatio)),
    frameTimeMs: decimal(dataSet, TAGS.FrameTime),
    lossy: text(dataSet, TAGS.LossyImageCompression) === '01',
    imagePositionPatient: position,
    imageOrientationPatient: orientation,
    slicePosition: slicePosition(position, orientation),
    tags: safeTags(dataSet, syntax.uid),
    identity: { seriesInstanceUid: text(dataSet, TAGS.SeriesInstanceUID) },
  };
}

/** Returns a functional group (C.7.6.16.2) of the first frame, which represents the image. */
const group = (dataSet: DataSet, tag: string): DataSet => functionalGroup(dataSet, 0, tag);

const clampBits = (stored: number | undefined, allocated: number): number =>
  stored === undefined || stored < 1 || stored > allocated ? allocated : stored;

/** Returns the default of Samples per Pixel, which some writers omit. */
const defaultSamples = (dataSet: DataSet): number =>
  /^(RGB|YBR)/.test(text(dataSet, TAGS.PhotometricInterpretation) ?? '') ? 3 : 1;

function photometric(dataSet: DataSet, samplesPerPixel: number): string {
  const written = text(dataSet, TAGS.PhotometricInterpretation)?.toUpperCase().replace(/\s+/g, '_');
  if (written === undefined) return samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2';
  return written === 'PALETTE_COLOR' ? 'PALETTE COLOR' : written;
}

/** Reads padding values: integers, or floats and doubles, each under its own tag. */
function readPadding(dataSet: DataSet, signed: boolean, bits: number): ImageHeader['padding'] {
  const has = (tag: string, length: number) => dataSet.elements[tag]?.length === length;
  const value = (whole: string, float: string, double: string): number | undefined => {
    if (has(whole, 2) && bits <= 16) return signed ? dataSet.int16(whole) : dataSet.uint16(whole);
    if (has(float, 4)) return dataSet.float(float);
    return has(double, 8) ? dataSet.double(double) : undefined;
  };
  const one = value(TAGS.PixelPaddingValue, TAGS.FloatPixelPaddingValue, TAGS.DoubleFloatPixelPaddingValue);
  if (one === undefined || Number.isNaN(one)) return undefined;
  const other =
    value(
      TAGS.PixelPaddingRangeLimit,
      TAGS.FloatPixelPaddingRangeLimit,
      TAGS.DoubleFloatPixelPaddingRangeLimit,
    ) ?? one;
  return { low: Math.min(one, other), high: Math.max(one, other) };
}

const exactly = (values: number[], length: number): number[] | undefined =>
  values.length === length ? values : undefined;

const pair = ([first, second]: number[]): [number, number] | undefined =>
  first !== undefined && second !== undefined && first > 0 && second > 0 ? [first, second] : undefined;

/** Returns the position along the normal, the cross product of the row and column directions (C.7.6.2.1.1). */
function slicePosition(
  position: number[] | undefined,
  orientation: number[] | undefined,
): number | undefined {
  if (position === undefined || orientation === undefined) return undefined;
  const [rx, ry, rz, cx, cy, cz] = orientation as [number, number, number, number, number, number];
  const [px, py, pz] = position as [number, number, number];
  return (ry * cz - rz * cy) * px + (rz * cx - rx * cz) * py + (rx * cy - ry * cx) * pz;
}
