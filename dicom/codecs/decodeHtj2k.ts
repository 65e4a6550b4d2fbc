import { reduced, heightOf, widthOf } from '../jpeg2000/imageSize.ts';
import type { DecodedSamples } from '../jpeg2000/decodeTiles.ts';
import type { MainHeader } from '../jpeg2000/mainHeader.ts';
import type { Deadline } from '../deadline.ts';
import { clampToRange, repairSamples, repairStream } from './htj2kRepairs.ts';
import { packagedModule } from './packagedModule.ts';
import { runDecoder, type WasmDecoder } from './wasmDecoder.ts';
import { wasmModule } from './wasmModule.ts';

interface Htj2kDecoder extends WasmDecoder {
  readHeader(): void;
  decodeSubResolution(level: number, layer: number): void;
}

const codec = wasmModule<{ HTJ2KDecoder: new () => Htj2kDecoder }>(
  packagedModule(
    () => import('@cornerstonejs/codec-openjph/wasmjs'),
    () => import('./binaries/openJph.ts'),
  ),
);

/** Starts the codec before a frame needs it. */
export const preload = () => codec.load();

/**
 * Decodes high-throughput JPEG 2000 with OpenJPH.
 * @param end the end of the last tile-part, if the end of codestream is missing
 * @throws DicomError `corrupt-codestream`, `too-slow`, `too-much-memory`
 */
export async function decodeHtj2k(
  stream: Uint8Array,
  end: number | undefined,
  header: MainHeader,
  deadline: Deadline,
  maxSide?: number,
): Promise<DecodedSamples> {
  const { size, parameters } = header;
  const skip = maxSide === undefined ? 0 : skippable(header, maxSide);
  const area = reduced(size.image, skip);
  const own = { width: widthOf(area), height: heightOf(area) };
  const samples = widthOf(size.image) * heightOf(size.image) * size.components;
  const decoded = await runDecoder(
    codec,
    (module) => new module.HTJ2KDecoder(),
    repairStream(stream, end, size),
    'HTJ2K',
    { samples, deadline, ...(skip === 0 ? {} : { size: own }) },
    (decoder) => {
      if (skip === 0) decoder.decode();
      else {
        decoder.readHeader();
        decoder.decodeSubResolution(skip, 0);
      }
    },
  );
  const isTransformed = parameters.style.multipleComponentTransform;
  const isLossy = !parameters.coding(0).reversible;
  const repaired = repairSamples(decoded.bytes, size, isTransformed, own);
  return { ...own, bytes: clampToRange(repaired, size, isLossy), warnings: [] };
}

const skippable = ({ size: { image }, parameters }: MainHeader, maxSide: number): number => {
  // The codec computes the reduced size correctly only for an image that starts at the origin.
  if (image.x0 > 0 || image.y0 > 0) return 0;
  const long = Math.max(image.x1, image.y1);
  const { levels } = parameters.coding(0);
  let skip = 0;
  while (skip < levels && Math.ceil(long / 2 ** (skip + 1)) >= maxSide) skip++;
  return skip;
};
