import type { DataSet } from 'dicom-parser';
import { decodeFrame } from './codecs/decodeFrame.ts';
import type { DecodedCodestream } from './codecs/wasmDecoder.ts';
import { DicomError } from './dicomError.ts';
import { frameTransforms, type FrameTransforms } from './display/transforms.ts';
import { readImageHeader, type ImageHeader } from './header/imageHeader.ts';
import { openDataSet, type OpenDataSet } from './header/openDataSet.ts';
import { formatTag } from './header/formatTag.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { expand422, interleave, ybrFullToRgb, ybrPartialToRgb } from './pixels/colour.ts';
import { EncapsulatedFrames } from './pixels/encapsulatedFrames.ts';
import { readNativeFrame } from './pixels/frameSource.ts';
import { readFloats, readSamples, type Samples } from './pixels/samples.ts';
import type { StoredFrame } from './pixels/storedFrame.ts';
import { plainReader, type RangeReader } from './rangeReader.ts';
import type { Warning } from './warning.ts';

/**
 * Opens a DICOM file by its header alone; frames are read when they are asked for, each by its own bytes.
 * @throws DicomError where the file is refused
 */
export async function openDicom(
  reader: RangeReader,
  options: { limits?: Partial<Limits> } = {},
): Promise<DicomImage> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const open = await openDataSet(plainReader(reader), limits);
  const header = readImageHeader(open.dataSet, open.syntax, limits);
  return new DicomImage(open, header);
}

export interface FrameOptions {
  /** Where less resolution will do: a wavelet stream is decoded only as far as its long side stays at least this. */
  maxSide?: number;
  /** Shows what there is of a native frame that is cut off, with a warning; default: it is refused. */
  fillMissing?: boolean;
}

/** An image whose header was read. */
export class DicomImage {
  readonly header: ImageHeader;
  /** Repairs and doubts; more may come as frames are read. */
  readonly warnings: Warning[];
  private readonly open: OpenDataSet;
  private readonly encapsulated: EncapsulatedFrames | undefined;

  constructor(open: OpenDataSet, header: ImageHeader) {
    this.open = open;
    this.header = header;
    this.warnings = open.warnings;
    const pixels = open.pixelGroup.at(-1);
    if (open.syntax.encoding === 'unsupported')
      throw new DicomError(
        'unsupported-transfer-syntax',
        `The transfer syntax ${open.syntax.uid} (${open.syntax.name}) is not supported.`,
        { tag: '(0002,0010)' },
      );
    if (pixels === undefined || pixels.tag < 0x7fe00008)
      throw new DicomError('no-pixel-data', 'The object has Rows and Columns but no pixel data.', {
        tag: '(7fe0,0010)',
      });
    if (pixels.length === undefined)
      this.encapsulated = new EncapsulatedFrames(open.reader, open.pixelGroup, header.frames, this.warnings);
    else if (open.syntax.encoding !== 'native')
      throw new DicomError(
        'corrupt-codestream',
        `The transfer syntax ${open.syntax.uid} wants encapsulated pixel data, and this has a length.`,
        { tag: formatTag(pixels.tag), offset: pixels.offset },
      );
  }

  get frameCount(): number {
    return this.header.frames;
  }

  /** The header as dicom-parser reads it: everything in it may be a patient's; it stays where the file is. */
  get dataSet(): DataSet {
    return this.open.dataSet;
  }

  /** How a frame's stored values become display levels. */
  transforms(frame: number): FrameTransforms {
    return frameTransforms(
      this.open.dataSet,
      frame,
      this.header.photometricInterpretation,
      this.header.signed,
    );
  }

  /**
   * The stored pixels of a frame, from 0.
   * @throws DicomError `invalid-frame`, `truncated`, `corrupt-codestream` and what else a codec refuses
   */
  async readFrame(frame: number, options: FrameOptions = {}): Promise<StoredFrame> {
    if (!Number.isInteger(frame) || frame < 0 || frame >= this.header.frames)
      throw new DicomError(
        'invalid-frame',
        `There is no frame ${frame}; the image has ${this.header.frames}.`,
      );
    if (this.encapsulated === undefined) return this.readNative(frame, options.fillMissing === true);
    const bytes = await this.encapsulated.read(frame);
    const decoded = await decodeFrame(bytes, this.header, this.open.syntax, this.warnings, options.maxSide);
    return this.toStored(decoded);
  }

  private async readNative(frame: number, fillMissing: boolean): Promise<StoredFrame> {
    const { header, open } = this;
    const place = open.pixelGroup.at(-1)!;
    const { bytes, bitOffset } = await readNativeFrame(open.reader, place, header, frame, this.warnings, {
      swapPairs: open.syntax.bigEndian && header.bitsAllocated === 8 && place.vr === 'OW',
      fillMissing,
    });
    const pixels = header.rows * header.columns;
    const size = { width: header.columns, height: header.rows, samplesPerPixel: header.samplesPerPixel };
    if (place.tag !== 0x7fe00010) {
      const bits = place.tag === 0x7fe00009 ? 64 : 32;
      // C.7.6.24 and C.7.6.25 allow no other value, and the frame was read by it.
      if (header.bitsAllocated !== bits)
        throw new DicomError(
          'invalid-header',
          `Bits Allocated is ${header.bitsAllocated}; ${formatTag(place.tag)} holds ${bits} bits a pixel.`,
          { tag: '(0028,0100)' },
        );
      return { ...size, pixels: readFloats(bytes, pixels, bits === 64, open.syntax.bigEndian) };
    }
    if (header.photometricInterpretation === 'YBR_FULL_422' && header.bitsAllocated === 8)
      return { ...size, pixels: ybrFullToRgb(expand422(bytes, pixels)) };
    const samples = readSamples(
      bytes,
      pixels * header.samplesPerPixel,
      header,
      open.syntax.bigEndian,
      bitOffset,
    );
    return { ...size, pixels: this.colour(samples, 'stored', header.planarConfiguration) };
  }

  private toStored(decoded: DecodedCodestream): StoredFrame {
    const { header } = this;
    const count = decoded.width * decoded.height * decoded.components;
    const wide = decoded.bitsPerSample > 8;
    const ofCodestream =
      this.open.syntax.encoding !== 'rle' &&
      this.open.syntax.encoding !== 'deflated-frame' &&
      this.open.syntax.encoding !== 'native';
    const format = ofCodestream
      ? {
          bitsAllocated: decoded.bitsPerSample > 16 ? 32 : wide ? 16 : 8,
          bitsStored: Math.min(decoded.bitsPerSample, header.bitsStored),
          highBit: Math.min(decoded.bitsPerSample, header.bitsStored) - 1,
          signed: header.signed,
        }
      : header;
    const samples = readSamples(decoded.bytes, count, format, false);
    const planar = this.open.syntax.encoding === 'rle' || ofCodestream ? 0 : header.planarConfiguration;
    return {
      width: decoded.width,
      height: decoded.height,
      samplesPerPixel: decoded.components,
      pixels: decoded.components === 3 ? this.colour(samples, decoded.colour, planar) : samples,
    };
  }

  /** Colour as RGB, interleaved by pixel. What a codec's own transform made RGB is left alone. */
  private colour(samples: Samples, made: 'rgb' | 'stored', planar: 0 | 1): Samples {
    if (
      this.header.samplesPerPixel !== 3 ||
      !(samples instanceof Uint8Array || samples instanceof Uint16Array)
    )
      return samples;
    const pixels = planar === 1 ? interleave(samples) : samples;
    const { photometricInterpretation } = this.header;
    if (made === 'rgb' || !photometricInterpretation.startsWith('YBR')) return pixels;
    if (!(pixels instanceof Uint8Array))
      throw new DicomError(
        'unsupported-pixels',
        `${photometricInterpretation} with more than 8 bits is not supported.`,
        { tag: '(0028,0004)' },
      );
    return photometricInterpretation.startsWith('YBR_PARTIAL')
      ? ybrPartialToRgb(pixels)
      : ybrFullToRgb(pixels);
  }
}
