import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import type { DisplayFrame, ImageHeader, StoredFrame } from '../../../dicom/index.ts';
import type { RangeReader } from '../../../dicom/rangeReader.ts';
import type { Sampler } from '../measuring/measure.ts';
import { applyLevelTable, IDENTITY_WINDOW, createLevelTable } from './levelTable.ts';
import type { CachedBytes } from './createCachingReader.ts';
import { FrameCache } from './frameCache.ts';
import { reduceFrame } from './reduceFrame.ts';
import { getWorkerDecoder } from './worker/allowWorkers.ts';
import type { FrameGeometry, PaintedFrame, ViewerImage, Voi } from './viewerImage.ts';

/**
 * The limit for the decoded frames of an image. Encoded bytes are kept longer (`createCachingReader`), because decoding a
 * frame again is faster than reading it, and the decoded frames of a colour cine can take forty times the size of the file.
 */
const DECODED_BYTES = 8 * 1024 * 1024;

/**
 * Opens a DICOM image. dicom/ paints it, so that the user sees the same levels as the analyzer. The decoder is loaded with
 * the first image.
 *
 * @param cached the memory used by the reader
 * @throws DicomError with a code for the reason why the image cannot be decoded
 */
export async function openDicomImage(
  reader: RangeReader,
  cached: CachedBytes = NOTHING_CACHED,
): Promise<ViewerImage> {
  const [decoder, codec] = await Promise.all([import('./decoder.ts'), getWorkerDecoder()]);
  const { chooseVoi, toDisplay } = decoder;
  const image = await decoder.openDicom(reader, codec ? { codec } : {});
  const { header } = image;
  // A single frame is decoded only once, so its encoded bytes are not needed afterwards.
  if (image.frameCount === 1) cached.limit = 0;
  const grey = header.samplesPerPixel === 1 && header.photometricInterpretation !== 'PALETTE COLOR';
  const cache = new FrameCache<StoredFrame>(DECODED_BYTES, ({ pixels }) => pixels.byteLength);
  const geometries = new Map<number, FrameGeometry>();
  const frameAt = (index: number): StoredFrame => {
    const loaded = cache.get(index);
    if (!loaded) throw new Error(`Frame ${index} is not loaded.`);
    return loaded;
  };
  const voiOf = (index: number, pick: VoiChoice | undefined): Voi => {
    if (typeof pick === 'object' && 'window' in pick) return pick.window;
    if (!grey) return IDENTITY_WINDOW;
    return chooseVoi(image.transforms(index), frameAt(index).pixels, header.padding, pick).window;
  };
  const hasComputedWindow = (index: number): boolean => {
    const { voiLuts, windows } = image.transforms(index);
    return voiLuts.length === 0 && windows.length === 0;
  };
  let reduced: { readonly frame: StoredFrame; readonly step: number; readonly of: StoredFrame } | undefined;
  const reducedAt = (index: number, step: number): StoredFrame => {
    const of = frameAt(index);
    if (reduced?.of !== of || reduced.step !== step)
      reduced = { frame: reduceFrame(of, step, header.padding), step, of };
    return reduced.frame;
  };
  let computed: { readonly window: Voi; readonly of: StoredFrame } | undefined;
  const windowAt = (index: number): Voi => {
    const of = frameAt(index);
    if (computed?.of !== of) computed = { window: voiOf(index, undefined), of };
    return computed.window;
  };
  return {
    width: header.columns,
    height: header.rows,
    frames: image.frameCount,
    pixelAspect: decoder.pixelAspect(header),
    facts: decoder.listDicomFacts(header),
    stackFacts: {
      series: header.identity.seriesInstanceUid,
      position: header.slicePosition,
      number: checkType(header.tags.InstanceNumber, 'number'),
      kind: Array.isArray(header.tags.ImageType) ? String(header.tags.ImageType[2]) : undefined,
      orientation: header.imageOrientationPatient,
      modality: checkType(header.tags.Modality, 'string'),
    },
    frameMs: decoder.getFrameMs(image),
    lossy: header.lossy,
    get bytes() {
      return cache.bytes + cached.bytes;
    },
    // Computing a window reads every pixel, and dragging needs the window at every step.
    defaultVoi: windowAt,
    voiOf,
    fileVois: (index) => {
      if (!grey) return [];
      const { voiLuts, windows } = image.transforms(index);
      return [
        ...voiLuts.map((_, lutIndex) => ({ pick: { lutIndex }, window: undefined, explanation: undefined })),
        ...windows.map(({ explanation, ...window }, windowIndex) => ({
          pick: { windowIndex },
          window,
          explanation,
        })),
      ];
    },
    geometry: (index) => {
      const geometry = geometries.get(index) ?? decoder.readFrameGeometry(image, index);
      geometries.set(index, geometry);
      return geometry;
    },
    sampler: (index): Sampler => {
      const frame = frameAt(index);
      const { width, height, pixels } = frame;
      const inside = (column: number, row: number): boolean =>
        column >= 0 && row >= 0 && column < width && row < height;
      if (grey) {
        const transforms = image.transforms(index);
        const modality = decoder.modalityFunction(transforms);
        const unit = decoder.getValueUnit(image, transforms.unit);
        const at = (column: number, row: number): number | undefined =>
          inside(column, row) ? modality(pixels[row * width + column]!) : undefined;
        return { width, height, unit, at };
      }
      const { data } = toDisplay(image, frame, index);
      return { width, height, unit: '', at: createRgbLookup(data, width, inside) };
    },
    overlay: async (index) => decoder.drawOverlays(await image.overlays(index), header.columns, header.rows),
    capacity: Math.floor(DECODED_BYTES / getFrameBytes(header)),
    loaded: (index) => cache.has(index),
    load: async (index, signal) => {
      if (cache.get(index)) return;
      const frame = await image.readFrame(index);
      signal.throwIfAborted();
      cache.set(index, frame);
    },
    paint: (index, voi: VoiChoice | undefined, invert, { step = 1, reuse } = {}): PaintedFrame => {
      const whole = frameAt(index);
      if (!grey || whole.samplesPerPixel === 3) {
        const pixels = toImageData(toDisplay(image, whole, index));
        const { width, height } = whole;
        if (!voi && !invert) return { width, height, pixels };
        return {
          width,
          height,
          pixels: applyLevelTable(pixels, createLevelTable(voiOf(index, voi), invert)),
        };
      }
      const frame = step > 1 ? reducedAt(index, step) : whole;
      const { width, height } = frame;
      // A computed window is based on all values, even if a reduced frame is shown.
      const pick =
        voi ?? (frame === whole || !hasComputedWindow(index) ? undefined : { window: windowAt(index) });
      const options = { ...(pick ? { voi: pick } : {}), invert };
      const { transforms } = decoder.chooseGreyTransforms(image, frame, index, options);
      const fits = reuse?.width === width && reuse.height === height;
      const pixels = fits ? reuse : new ImageData(width, height);
      decoder.greyColours(frame.pixels, transforms, new Uint32Array(pixels.data.buffer));
      return { width, height, pixels };
    },
    close: () => {
      cache.clear();
      cached.limit = 0;
      reduced = computed = undefined;
    },
  };
}

const NOTHING_CACHED: CachedBytes = { bytes: 0, limit: 0 };

/** Returns the value of a tag if it has the expected type. */
function checkType(value: unknown, type: 'number'): number | undefined;
function checkType(value: unknown, type: 'string'): string | undefined;
function checkType(value: unknown, type: string): unknown {
  return typeof value === type ? value : undefined;
}

const getFrameBytes = ({ rows, columns, samplesPerPixel, bitsAllocated }: ImageHeader): number =>
  rows * columns * samplesPerPixel * Math.ceil(bitsAllocated / 8);

const createRgbLookup =
  (data: Uint8Array, width: number, inside: (column: number, row: number) => boolean): Sampler['at'] =>
  (column, row) => {
    if (!inside(column, row)) return undefined;
    const at = 3 * (row * width + column);
    return [data[at]!, data[at + 1]!, data[at + 2]!];
  };

function toImageData({ width, height, channels, data }: DisplayFrame): ImageData {
  const image = new ImageData(width, height);
  const to = new Uint32Array(image.data.buffer);
  // ImageData is RGBA in bytes. Browsers run on little-endian machines, so alpha is the highest byte.
  for (let i = 0, at = 0; i < to.length; i++, at += channels) {
    const red = data[at]!;
    to[i] =
      channels === 1
        ? 0xff000000 | (red * 0x010101)
        : 0xff000000 | (data[at + 2]! << 16) | (data[at + 1]! << 8) | red;
  }
  return image;
}
