import { decodeFirst, type Decoded } from '../../../bench/conformance/decodeFirst.ts';
import { DicomError, toDisplay } from '../../../dicom/index.ts';

/** The result of a file: hashes of its first frame's pixels, or the code of its error. */
export interface Summary {
  rejected?: string;
  stored?: string;
  display?: string;
  warnings: string[];
}

/** Decodes a file's first frame and summarises it. Node and the browser run the same function. */
export const summarise = async (bytes: Uint8Array): Promise<Summary> => summaryOf(await decodeFirst(bytes));

/** Summarises a decoded file after its conversion to display pixels. */
export async function summaryOf(decoded: Decoded): Promise<Summary> {
  const told = () => (decoded.image?.warnings ?? []).map(({ code }) => code);
  if (!('frame' in decoded)) return { rejected: codeOf(decoded.error), warnings: told() };
  const { image, frame } = decoded;
  try {
    const { pixels, width, height, samplesPerPixel } = frame;
    const display = toDisplay(image, frame, 0);
    const kind = `${pixels.constructor.name} ${width} ${height} ${samplesPerPixel}`;
    return {
      stored: `${kind} ${await hash(pixels)}`,
      display: `${display.channels} ${await hash(display.data)}`,
      warnings: told(),
    };
  } catch (error) {
    return { rejected: codeOf(error), warnings: told() };
  }
}

const codeOf = (error: unknown): string =>
  error instanceof DicomError ? error.code : `untyped: ${String(error)}`;

async function hash({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
