import { bytesReader, sniff } from '../../dicom/index.ts';
import { encodeRendition } from '../../handlers/images/encodeRendition.ts';
import { imageLimits } from '../../handlers/images/imageLimits.ts';
import { openDicomImage } from '../../handlers/images/openDicomImage.ts';
import { openOrdinaryImage } from '../../handlers/images/openOrdinaryImage.ts';
import type { OpenedImage } from '../../handlers/images/openedImage.ts';
import { selectFrames } from '../../handlers/images/selectFrames.ts';
import { Rekognition } from '../../local/rekognition/rekognition.ts';
import type { BenchImage } from '../support/makeMixedImages.ts';

const MEMORY_MB = 3008;

async function open(bytes: Uint8Array): Promise<OpenedImage> {
  const reader = bytesReader(bytes);
  const format = sniff(await reader.read(0, 512));
  if (format === undefined) throw new Error('not an image');
  const limits = imageLimits(MEMORY_MB);
  if (format !== 'dicom') return openOrdinaryImage(format, reader, limits);
  return openDicomImage(reader, {
    framePixels: limits.pixels,
    select: (frames) => selectFrames(frames, 'representative', 1),
    seriesMac: () => Promise.resolve(''),
  });
}

async function render(bytes: Uint8Array): Promise<Uint8Array[]> {
  const renditions: Uint8Array[] = [];
  for await (const picture of (await open(bytes)).pictures)
    renditions.push((await encodeRendition(picture)).jpeg);
  return renditions;
}

/** Measures the milliseconds to decode and encode, and to detect labels and text, image by image, with loaded models. */
export async function measureWithoutPipeline(
  images: readonly BenchImage[],
): Promise<{ decodeMs: number; detectMs: number }> {
  const rekognition = new Rekognition(() => Date.now());
  const unread = () => Promise.reject(new Error('the images are sent inline'));
  const detect = async (jpeg: Uint8Array) => {
    const input = { Image: { Bytes: Buffer.from(jpeg).toString('base64') } };
    await Promise.all([rekognition.detectLabels(input, unread), rekognition.detectText(input, unread)]);
  };
  try {
    const [warm] = images.slice(0, 1).map(({ bytes }) => bytes);
    if (warm !== undefined) for (const jpeg of await render(warm)) await detect(jpeg);
    let decodeMs = 0;
    let detectMs = 0;
    for (const { bytes } of images) {
      const started = performance.now();
      const renditions = await render(bytes);
      const decoded = performance.now();
      for (const jpeg of renditions) await detect(jpeg);
      decodeMs += decoded - started;
      detectMs += performance.now() - decoded;
    }
    return { decodeMs, detectMs };
  } finally {
    await rekognition.close();
  }
}
