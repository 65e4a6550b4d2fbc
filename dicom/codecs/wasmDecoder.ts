import { DicomError } from '../dicomError.ts';
import type { CodecBounds } from '../codecBounds.ts';
import type { WasmModule } from './wasmModule.ts';
import { withinMemory } from './withinMemory.ts';

/** The common interface of the codec packages' decoders. */
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
  };
  delete(): void;
}

/** A decoded codestream: samples interleaved by pixel, with the bits that the codestream gives. */
export interface DecodedCodestream {
  width: number;
  height: number;
  components: number;
  bitsPerSample: number;
  signed: boolean;
  /** Native little-endian bytes; 2 a sample above 8 bits. */
  bytes: Uint8Array;
  /** The colour space: `rgb` if the codec has undone its own transform, else `stored`. */
  colour: 'rgb' | 'stored';
}

/**
 * Runs a decoder on a codestream and copies the result out of its memory. After a trap or a limit the state of that memory
 * is unknown, so the module is dropped; an exception of the codec leaves it intact.
 * @throws DicomError `corrupt-codestream` if it fails or returns too few bytes; `too-slow`, `too-much-memory`
 */
export async function runDecoder<M, D extends WasmDecoder>(
  codec: WasmModule<M>,
  create: (module: M) => D,
  codestream: Uint8Array,
  name: string,
  { samples, deadline, size }: CodecBounds,
  decode: (decoder: D) => void = (one) => one.decode(),
): Promise<Omit<DecodedCodestream, 'colour'>> {
  const module = await codec.load();
  let decoder: D | undefined;
  try {
    // The deadline is innermost: work that it stops does not run its own `finally`.
    return withinMemory(samples, () =>
      deadline(() => {
        decoder = create(module);
        decoder.getEncodedBuffer(codestream.length).set(codestream);
        decode(decoder);
        return resultOf(decoder, name, size);
      }, samples),
    );
  } catch (cause) {
    // C++ exceptions arrive as numbers (pointers). An Error is a trap, an abort, or thrown by this module.
    if (cause instanceof Error && !(cause instanceof DicomError && cause.code === 'corrupt-codestream')) {
      codec.drop();
      decoder = undefined;
    }
    if (cause instanceof DicomError) throw cause;
    throw new DicomError(
      'corrupt-codestream',
      `The ${name} stream could not be decoded: it is damaged or truncated.`,
      { tag: '(7fe0,0010)', cause },
    );
  } finally {
    decoder?.delete();
  }
}

function resultOf(
  decoder: WasmDecoder,
  name: string,
  size: CodecBounds['size'],
): Omit<DecodedCodestream, 'colour'> {
  const { bitsPerSample, componentCount, isSigned, ...whole } = decoder.getFrameInfo();
  const { width, height } = size ?? whole;
  const decoded = decoder.getDecodedBuffer();
  const expected = width * height * componentCount * (bitsPerSample > 8 ? 2 : 1);
  if (expected === 0 || decoded.length < expected)
    throw new DicomError(
      'corrupt-codestream',
      `The ${name} stream has ${decoded.length} of ${expected} bytes of pixels.`,
      { tag: '(7fe0,0010)' },
    );
  return {
    width,
    height,
    components: componentCount,
    bitsPerSample,
    signed: isSigned,
    // Some decoders return a Uint8ClampedArray.
    bytes: new Uint8Array(decoded.subarray(0, expected)),
  };
}
