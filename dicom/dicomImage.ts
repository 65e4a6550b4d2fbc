import type { DataSet } from 'dicom-parser';
import type { CodestreamDecoder } from './codecs/decodeCodestream.ts';
import type { Deadline } from './deadline.ts';
import { DicomError } from './dicomError.ts';
import { frameTransforms, type FrameTransforms } from './display/transforms.ts';
import { readImageHeader, type ImageHeader } from './header/imageHeader.ts';
import { openDataSet, type OpenDataSet } from './header/openDataSet.ts';
import { PIXEL_TAGS } from './header/tags.ts';
import { readPalette, type Palette } from './header/palette.ts';
import { formatTag } from './header/formatTag.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { readOverlays, type Overlay } from './overlays/readOverlays.ts';
import type { EncapsulatedFrames } from './pixels/encapsulatedFrames.ts';
import { readNativeFrame } from './pixels/readNativeFrame.ts';
import { samplesOf, toStored, type RawFrame } from './pixels/rawFrame.ts';
import { readFloats } from './pixels/samples.ts';
import type { StoredFrame } from './pixels/storedFrame.ts';
import { plainReader, type RangeReader } from './rangeReader.ts';
import type { Warning } from './warning.ts';

export interface OpenOptions {
  limits?: Partial<Limits>;
  /** Decodes codestreams in place of the built-in decoders: `decodeCodestream` in a worker, for one. */
  codec?: CodestreamDecoder;
  /** Ends a codec that takes too long, in the caller's own thread. Default: none; a page has no such means. */
  deadline?: Deadline;
}

/**
 * Opens a DICOM file by its header alone; frames are read when they are asked for, each by its own bytes.
 * @throws DicomError where the file is refused
 */
export async function openDicom(reader: RangeReader, options: OpenOptions = {}): Promise<DicomImage> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const open = await openDataSet(plainReader(reader), limits);
  const header = readImageHeader(open.dataSet, open.syntax, limits);
  return new DicomImage(open, header, options);
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
  private readonly decoding: Pick<OpenOptions, 'codec' | 'deadline'>;
  private colours: Palette | undefined;
  private known: { readonly frame: number; readonly transforms: FrameTransforms } | undefined;
  private readonly isEncapsulated: boolean;
  /** Made with the first frame that is read. */
  private encapsulated: EncapsulatedFrames | undefined;

  constructor(open: OpenDataSet, header: ImageHeader, { codec, deadline }: OpenOptions = {}) {
    this.open = open;
    this.header = header;
    this.decoding = {
      ...(codec === undefined ? {} : { codec }),
      ...(deadline === undefined ? {} : { deadline }),
    };
    this.warnings = open.warnings;
    const pixels = open.pixelGroup.at(-1);
    if (open.syntax.encoding === 'unsupported')
      throw new DicomError(
        'unsupported-transfer-syntax',
        `The transfer syntax ${open.syntax.uid} (${open.syntax.name}) is not supported.`,
        { tag: '(0002,0010)' },
      );
    if (pixels === undefined || pixels.tag < PIXEL_TAGS.FloatPixelData)
      throw new DicomError('no-pixel-data', 'The object has Rows and Columns but no pixel data.', {
        tag: '(7fe0,0010)',
      });
    this.isEncapsulated = pixels.length === undefined || open.syntax.encoding !== 'native';
  }

  get frameCount(): number {
    return this.header.frames;
  }

  /** The header as dicom-parser reads it: everything in it may be a patient's; it stays where the file is. */
  get dataSet(): DataSet {
    return this.open.dataSet;
  }

  /**
   * The colours of PALETTE COLOR; undefined where the file has none. Its stored pixels can be read without.
   * @throws DicomError `invalid-palette`
   */
  palette(): Palette | undefined {
    return (this.colours ??= readPalette(this.open.dataSet, this.header.signed));
  }

  /** How a frame's stored values become display levels; those of the frame asked for last are kept. */
  transforms(frame: number): FrameTransforms {
    if (this.known?.frame === frame) return this.known.transforms;
    const transforms = frameTransforms(this.open.dataSet, frame, this.header, (warning) => {
      if (!this.warnings.some(({ code }) => code === warning.code)) this.warnings.push(warning);
    });
    this.known = { frame, transforms };
    return transforms;
  }

  /**
   * The stored pixels of a frame, from 0.
   * @throws DicomError `invalid-frame`, `truncated`, `corrupt-codestream` and what else a codec refuses
   */
  async readFrame(frame: number, options: FrameOptions = {}): Promise<StoredFrame> {
    return toStored(await this.readRaw(frame, options), this.header, this.warnings);
  }

  /**
   * The overlay planes that apply to a frame (PS3.3 C.9.2), for a viewer to draw over it: they are never part of the
   * pixels. A plane that is damaged is left out, with a warning.
   */
  async overlays(frame: number): Promise<Overlay[]> {
    this.checkFrame(frame);
    let raw: Promise<RawFrame> | undefined;
    return readOverlays(this.open.dataSet, this.header, frame, this.warnings, async (position) =>
      samplesOf(await (raw ??= this.readRaw(frame, {})), { bitsStored: 1, highBit: position, signed: false }),
    );
  }

  private checkFrame(frame: number): void {
    if (Number.isInteger(frame) && frame >= 0 && frame < this.header.frames) return;
    throw new DicomError('invalid-frame', `There is no frame ${frame}; the image has ${this.header.frames}.`);
  }

  private async readRaw(frame: number, { maxSide, fillMissing }: FrameOptions): Promise<RawFrame> {
    this.checkFrame(frame);
    const { header, open } = this;
    if (!this.isEncapsulated) return this.readNative(frame, fillMissing === true);
    // Native pixels, which are most, need none of it: a browser would load it for nothing.
    const { decodeFrame, EncapsulatedFrames } = await import('./codecs/decodeFrame.ts');
    this.encapsulated ??= new EncapsulatedFrames(open.reader, open.pixelGroup, header, this.warnings);
    const bytes = await this.encapsulated.read(frame);
    const decoded = await decodeFrame(bytes, header, open.syntax, this.warnings, {
      ...(maxSide === undefined ? {} : { maxSide }),
      ...this.decoding,
    });
    if (decoded.codestream === undefined)
      return {
        width: header.columns,
        height: header.rows,
        samples: header.samplesPerPixel,
        bytes: decoded.bytes,
        bitsAllocated: header.bitsAllocated,
        bigEndian: false,
        bitOffset: 0,
        planar: decoded.planar,
        colour: 'stored',
      };
    const { width, height, components, bitsPerSample, colour } = decoded.codestream;
    return {
      width,
      height,
      samples: components,
      bytes: decoded.codestream.bytes,
      bitsAllocated: bitsPerSample > 16 ? 32 : bitsPerSample > 8 ? 16 : 8,
      bigEndian: false,
      bitOffset: 0,
      planar: 0,
      colour,
      precision: bitsPerSample,
    };
  }

  private async readNative(frame: number, fillMissing: boolean): Promise<RawFrame> {
    const { header, open } = this;
    const place = open.pixelGroup.at(-1)!;
    const { bigEndian, bigEndianPixels } = open.syntax;
    const { bytes, bitOffset, samples, columns } = await readNativeFrame(
      open.reader,
      place,
      header,
      frame,
      this.warnings,
      { swapPairs: bigEndian && header.bitsAllocated <= 8 && place.vr === 'OW', fillMissing },
    );
    const raw: RawFrame = {
      width: columns,
      height: header.rows,
      samples,
      bytes,
      bitsAllocated: header.bitsAllocated,
      bigEndian: bigEndian || (bigEndianPixels && header.bitsAllocated === 16),
      bitOffset,
      planar: header.planarConfiguration,
      colour: 'stored',
    };
    if (place.tag === PIXEL_TAGS.PixelData) return raw;
    const bits = place.tag === PIXEL_TAGS.DoubleFloatPixelData ? 64 : 32;
    // C.7.6.24 and C.7.6.25 allow no other value, and the frame was read by it.
    if (header.bitsAllocated !== bits)
      throw new DicomError(
        'invalid-header',
        `Bits Allocated is ${header.bitsAllocated}; ${formatTag(place.tag)} holds ${bits} bits a pixel.`,
        { tag: '(0028,0100)' },
      );
    const count = header.rows * header.columns * samples;
    return { ...raw, floats: readFloats(bytes, count, bits === 64, bigEndian) };
  }
}
