import { existsSync, readFileSync } from 'node:fs';
import { Jimp } from 'jimp';
import { dicomFile } from '../../test/support/dicomFile.ts';

/** An image of a benchmark. */
export interface BenchImage {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

const SHARED = new URL('../../../shared/', import.meta.url);
const PHOTOS = ['photos/dogs.jpg', 'photos/chelsea.png', 'photos/coffee.png', 'photos/page.png'];

/** Draws an image with edges and fine detail, which compresses badly. */
function drawImage(width: number, height: number) {
  const image = new Jimp({ width, height, color: 0x406080ff });
  image.scan((x, y, index) => {
    image.bitmap.data[index] = (x * y) % 256;
    image.bitmap.data[index + 1] = (x ^ y) & 255;
  });
  return image;
}

/** Makes one image of each kind: the shared photographs, if present, and drawn images of other formats. */
async function makeKinds(): Promise<BenchImage[]> {
  const photos = PHOTOS.filter((name) => existsSync(new URL(name, SHARED))).map((name) => ({
    kind: name,
    bytes: readFileSync(new URL(name, SHARED)),
  }));
  const image = drawImage(800, 600);
  return [
    ...photos,
    { kind: 'made.jpg', bytes: await image.getBuffer('image/jpeg') },
    { kind: 'made.gif', bytes: await drawImage(400, 300).getBuffer('image/gif') },
    { kind: 'made.bmp', bytes: await image.getBuffer('image/bmp') },
    { kind: 'made.tiff', bytes: await image.getBuffer('image/tiff') },
    { kind: 'made.dcm', bytes: dicomFile({ rows: 512, columns: 512 }) },
    { kind: 'frames.dcm', bytes: dicomFile({ rows: 256, columns: 256, frames: 12 }) },
  ];
}

/** Makes `count` images, the kinds in turn. */
export async function makeMixedImages(count: number): Promise<BenchImage[]> {
  const all = await makeKinds();
  return Array.from({ length: count }, (_, index) => all[index % all.length]).filter(
    (one) => one !== undefined,
  );
}
