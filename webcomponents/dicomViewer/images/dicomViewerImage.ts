import type { DisplayFrame, StoredFrame } from '../../../dicom/index.ts';
import type { RangeReader } from '../../../dicom/rangeReader.ts';
import { applyLevels, IDENTITY, levelTable } from './levels.ts';
import { FrameCache } from './frameCache.ts';
import { dicomFacts } from './dicomFacts.ts';
import type { Painted, ViewerImage, Voi } from './viewerImage.ts';

interface LoadedFrame {
  frame: StoredFrame;
  /** As the file's own window or LUT shows it. */
  natural: DisplayFrame;
}

/** Of one image; stacks and cine go back and forth over some tens of frames. */
const CACHE_BYTES = 128 * 1024 * 1024;

/**
 * A DICOM image, painted by dicom/, so that the reader sees the levels that the analyzer saw. The decoder is loaded when
 * the first image needs it.
 *
 * @throws DicomError what cannot be decoded, by its code
 */
export async function openDicomImage(reader: RangeReader): Promise<ViewerImage> {
  const { openDicom, pixelAspect, toDisplay } = await import('../../../dicom/index.ts');
  const image = await openDicom(reader);
  const { header } = image;
  const cache = new FrameCache<LoadedFrame>(
    CACHE_BYTES,
    ({ frame, natural }) => frame.pixels.byteLength + natural.data.byteLength,
  );
  const frameAt = (index: number): LoadedFrame => {
    const loaded = cache.get(index);
    if (!loaded) throw new Error(`Frame ${index} is not loaded.`);
    return loaded;
  };
  return {
    width: header.columns,
    height: header.rows,
    frames: image.frameCount,
    pixelAspect: pixelAspect(header),
    facts: dicomFacts(header),
    get bytes() {
      return cache.bytes;
    },
    defaultVoi: (index) => {
      const { natural } = frameAt(index);
      return natural.channels === 1 && natural.window ? natural.window : IDENTITY;
    },
    load: async (index, signal) => {
      if (cache.get(index)) return;
      const frame = await image.readFrame(index);
      signal.throwIfAborted();
      cache.set(index, { frame, natural: toDisplay(image, frame, index) });
    },
    paint: (index, voi: Voi | undefined, invert): Painted => {
      const { frame, natural } = frameAt(index);
      if (natural.channels === 3) {
        const pixels = toImageData(natural);
        const changed = voi || invert ? applyLevels(pixels, levelTable(voi ?? IDENTITY, invert)) : pixels;
        return { width: natural.width, height: natural.height, pixels: changed };
      }
      const shown =
        voi || invert
          ? toDisplay(image, frame, index, { ...(voi ? { voi: { window: voi } } : {}), invert })
          : natural;
      return { width: shown.width, height: shown.height, pixels: toImageData(shown) };
    },
    close: () => cache.clear(),
  };
}

function toImageData({ width, height, channels, data }: DisplayFrame): ImageData {
  const image = new ImageData(width, height);
  const to = new Uint32Array(image.data.buffer);
  // ImageData is RGBA in bytes: on the little-endian machines that browsers run on, alpha is the highest byte.
  if (channels === 1) for (let i = 0; i < to.length; i++) to[i] = 0xff000000 | (data[i]! * 0x010101);
  else
    for (let i = 0, at = 0; i < to.length; i++, at += 3)
      to[i] = 0xff000000 | (data[at + 2]! << 16) | (data[at + 1]! << 8) | data[at]!;
  return image;
}
