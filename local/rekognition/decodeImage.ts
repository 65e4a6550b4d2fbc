import { Jimp } from 'jimp';

/** A decoded image: RGB pixels, 8 bits each. */
export interface DecodedImage {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Decodes a JPEG or PNG, transparency on black as Rekognition does. Rejects a broken image. */
export async function decodeImage(content: Buffer): Promise<DecodedImage> {
  const { data, width, height } = (await Jimp.read(content)).bitmap;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return { rgb, width, height };
}
