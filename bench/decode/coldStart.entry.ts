/** Runs the decode handler's bundle from its start to its first rendition: `node index.mjs FILE`. */
import { readFileSync } from 'node:fs';
import { bytesReader } from '../../dicom/index.ts';
import { handler } from '../../handlers/decode.ts';
import { encodeRendition } from '../../handlers/images/encodeRendition.ts';
import { openDicomImage } from '../../handlers/images/openDicomImage.ts';

const path = process.argv[2]!;
const { pictures } = await openDicomImage(bytesReader(readFileSync(path)), {
  framePixels: 2 ** 26,
  select: () => [0],
  seriesMac: () => Promise.resolve(''),
});
for await (const picture of pictures) {
  const { jpeg } = await encodeRendition(picture);
  // The reference to the handler makes the bundle contain all that Lambda loads.
  if (jpeg.length === 0 || typeof handler !== 'function') process.exitCode = 1;
}
