import { existsSync, readFileSync } from 'node:fs';
import { Jimp } from '../../test/support/jimp.ts';
import { dicomFile } from '../../test/support/dicomFile.ts';

/** One image of the mix. */
export interface BenchImage {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

const SHARED = new URL('../../../shared/', import.meta.url);
const PHOTOS = ['photos/dogs.jpg', 'photos/chelsea.png', 'photos/coffee.png', 'photos/page.png'];

/** A picture with edges and text-like marks, so that no codec has an easy time. */
function drawn(width: number, height: number) {
  const image = new Jimp({ width, height, color: 0x406080ff });
  image.scan((x, y, index) => {
    image.bitmap.data[index] = (x * y) % 256;
    image.bitmap.data[index + 1] = (x ^ y) & 255;
  });
  return image;
}

/** The kinds, one each: the shared photographs where they are, and made ones of every other format. */
async function kinds(): Promise<BenchImage[]> {
  const photos = PHOTOS.filter((name) => existsSync(new URL(name, SHARED))).map((name) => ({
    kind: name,
    bytes: readFileSync(new URL(name, SHARED)),
  }));
  const picture = drawn(800, 600);
  return [
    ...photos,
    { kind: 'made.jpg', bytes: await picture.getBuffer('image/jpeg') },
    { kind: 'made.gif', bytes: await drawn(400, 300).getBuffer('image/gif') },
    { kind: 'made.bmp', bytes: await picture.getBuffer('image/bmp') },
    { kind: 'made.tiff', bytes: await picture.getBuffer('image/tiff') },
    { kind: 'made.dcm', bytes: dicomFile({ rows: 512, columns: 512 }) },
    { kind: 'frames.dcm', bytes: dicomFile({ rows: 256, columns: 256, frames: 12 }) },
  ];
}

/** `count` images, the kinds in turn. */
export async function mixedImages(count: number): Promise<BenchImage[]> {
  const all = await kinds();
  return Array.from({ length: count }, (_, index) => all[index % all.length]).filter(
    (image) => image !== undefined,
  );
}
