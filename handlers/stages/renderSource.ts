import { createHash } from 'node:crypto';
import { type Detail, renditionKey } from '../../contract/index.ts';
import { sniff } from '../../dicom/index.ts';
import { createObjectReader } from '../adapters/objectReader.ts';
import { putObject } from '../adapters/objects.ts';
import { readSecret } from '../adapters/secrets.ts';
import { numberVariable, textVariable } from '../support/environment.ts';
import { encodeRendition } from '../images/encodeRendition.ts';
import { imageLimits } from '../images/imageLimits.ts';
import { openDicomImage } from '../images/openDicomImage.ts';
import { openOrdinaryImage } from '../images/openOrdinaryImage.ts';
import { type OpenedImage } from '../images/openedImage.ts';
import { RejectedImageError } from '../images/rejectedImageError.ts';
import { type FrameSelection, selectFrames } from '../images/selectFrames.ts';
import { computeSeriesMac } from '../images/computeSeriesMac.ts';
import type { Claim } from './claim.ts';

const bucket = textVariable('DERIVED_BUCKET');
const maxBytes = numberVariable('MAX_UPLOAD_BYTES');
const maxFrames = numberVariable('MAX_ANALYZED_FRAMES');
const selection = textVariable('FRAME_SELECTION') as FrameSelection;
const secretArn = textVariable('SERIES_SECRET_ARN');
const limits = imageLimits(Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? 2048));

type Rendered = Pick<Detail<'Image Decoded'>['data'], 'image' | 'renditions' | 'warnings'>;

/** Decodes a source and writes its renditions. Throws RejectedImageError if the source is invalid. */
export async function renderSource(claim: Claim): Promise<Rendered> {
  const { image, warnings, pictures } = await open(claim);
  const renditions: Rendered['renditions'] = [];
  for await (const picture of pictures) {
    const { jpeg, ...rendition } = await encodeRendition(picture);
    const key = renditionKey(claim.tenant, claim.jobId, claim.attempt, rendition.frame);
    await putObject(bucket, key, jpeg, 'image/jpeg');
    renditions.push({ ...rendition, bucket, key, digest: digestOf(jpeg) });
  }
  return { image, renditions, warnings: warnings() };
}

async function open({ source, size, tenant }: Claim): Promise<OpenedImage> {
  if (size === 0) throw new RejectedImageError('empty', 'The file is empty. Upload the complete file.');
  if (size > maxBytes) {
    throw new RejectedImageError('too-large', `The file has ${size} bytes. The limit is ${maxBytes}.`);
  }
  const reader = createObjectReader(source, size);
  const format = sniff(await reader.read(0, 512));
  if (format === undefined) {
    throw new RejectedImageError(
      'unrecognised-format',
      'The content is not a DICOM, JPEG, PNG, GIF, BMP or TIFF image. Upload a file in one of these formats.',
    );
  }
  if (format !== 'dicom') return openOrdinaryImage(format, reader, limits);
  return openDicomImage(reader, {
    framePixels: limits.pixels,
    select: (frames) => selectFrames(frames, selection, maxFrames),
    seriesMac: async (uid) => computeSeriesMac(await readSecret(secretArn), tenant, uid),
  });
}

/** Returns 128 bits of the SHA-256 of a picture, in hexadecimal. */
const digestOf = (jpeg: Uint8Array): string => createHash('sha256').update(jpeg).digest('hex').slice(0, 32);
