import { bytesReader, DicomError, openDicom, toDisplay } from '../../../dicom/index.ts';

/** What a file came to: hashes of its first frame's pixels, or the code of its refusal. */
export interface Summary {
  refused?: string;
  stored?: string;
  display?: string;
  warnings: string[];
}

/** Decodes a file's first frame, in Node and in a browser by the same words. */
export async function summarise(bytes: Uint8Array): Promise<Summary> {
  try {
    const image = await openDicom(bytesReader(bytes));
    const told = () => image.warnings.map(({ code }) => code);
    try {
      const frame = await image.readFrame(0, { fillMissing: true });
      const { pixels, width, height, samplesPerPixel } = frame;
      const display = toDisplay(image, frame, 0);
      const kind = `${pixels.constructor.name} ${width} ${height} ${samplesPerPixel}`;
      return {
        stored: `${kind} ${await hash(pixels)}`,
        display: `${display.channels} ${await hash(display.data)}`,
        warnings: told(),
      };
    } catch (error) {
      return { refused: codeOf(error), warnings: told() };
    }
  } catch (error) {
    return { refused: codeOf(error), warnings: [] };
  }
}

const codeOf = (error: unknown): string =>
  error instanceof DicomError ? error.code : `untyped: ${String(error)}`;

async function hash({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
