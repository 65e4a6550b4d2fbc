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
  /** Replaces the built-in decoders of codestreams, for example by `decodeCodestream` in a worker. */
  codec?: CodestreamDecoder;
  /** Stops a codec that takes too long, in the caller's thread. Default: none, since a page has no way to do so. */
  deadline?: Deadline;
}

/**
 * Opens a DICOM file by reading its header. Each frame is read on request, by its own bytes.
 * @throws DicomError for a file that cannot be decoded
 */
export async function openDicom(reader: RangeReader, options: OpenOptions = {}): Promise<DicomImage> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const open = await openDataSet(plainReader(reader), limits);
  const header = readImageHeader(open.dataSet, open.syntax, limits);
  return new DicomImage(open, header, options);
}

export interface FrameOptions {
  /** The smallest sufficient length of the long side: JPEG 2000 is decoded at the lowest resolution that has it. */
  maxSide?: number;
  /** Fills the missing end of a truncated native frame with zeros, and warns; default: such a frame is an error. */
  fillMissing?: boolean;
}

/** An image whose header has been read. */
export class DicomImage {
  readonly header: ImageHeader;
  /** The repairs and doubts so far. Reading a frame may add more. */
  readonly warnings: Warning[];
  private readonly open: OpenDataSet;
  private readonly decoding: Pick<OpenOptions, 'codec' | 'deadline'>;
  private colours: Palette | undefined;
  private known: { readonly frame: number; readonly transforms: FrameTransforms } | undefined;
  private readonly isEncapsulated: boolean;
  /** Created with the first frame that is read. */
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

  /** The header as dicom-parser reads it. It may identify a patient: do not store it or send it anywhere. */
  get dataSet(): DataSet {
    return this.open.dataSet;
  }

  /**
   * Reads the colours of PALETTE COLOR. Returns undefined if the file has none; its stored pixels can be read all the same.
   * @throws DicomError `invalid-palette`
   */
  palette(): Palette | undefined {
    return (this.colours ??= readPalette(this.open.dataSet, this.header.signed));
  }

  /** Returns the transforms from a frame's stored values to display levels. The last frame's are cached. */
  transforms(frame: number): FrameTransforms {
    if (this.known?.frame === frame) return this.known.transforms;
    const transforms = frameTransforms(this.open.dataSet, frame, this.header, (warning) => {
      if (!this.warnings.some(({ code }) => code === warning.code)) this.warnings.push(warning);
    });
    this.known = { frame, transforms };
    return transforms;
  }

  /**
   * Reads the stored pixels of a frame, counted from 0.
   * @throws DicomError `invalid-frame`, `truncated`, `corrupt-codestream` and the other codes of the codecs
   */
  async readFrame(frame: number, options: FrameOptions = {}): Promise<StoredFrame> {
    return toStored(await this.readRaw(frame, options), this.header, this.warnings);
  }

  /**
   * Reads the overlay planes of a frame (PS3.3 C.9.2), for a viewer to draw over it: they are never part of the pixels. A
   * damaged plane is omitted, with a warning.
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
    throw new DicomError(
      'invalid-frame',
      `Frame ${frame} does not exist. The image has ${this.header.frames} frames, counted from 0.`,
    );
  }

  private async readRaw(frame: number, { maxSide, fillMissing }: FrameOptions): Promise<RawFrame> {
    this.checkFrame(frame);
    const { header, open } = this;
    if (!this.isEncapsulated) return this.readNative(frame, fillMissing === true);
    // Most images are native and need no codec, so a browser loads this code on demand.
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
    // C.7.6.24 and C.7.6.25 allow no other value, and the frame's size was computed from it.
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
