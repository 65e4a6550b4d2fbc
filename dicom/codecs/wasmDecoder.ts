import { DicomError } from '../dicomError.ts';
import type { CodecBounds } from '../codecBounds.ts';
import type { WasmModule } from './wasmModule.ts';
import { withinMemory } from './withinMemory.ts';

/** What the WebAssembly decoders of the codec packages share. */
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

/** A decoded codestream: samples interleaved by pixel, as many bits as the codestream says. */
export interface DecodedCodestream {
  width: number;
  height: number;
  components: number;
  bitsPerSample: number;
  signed: boolean;
  /** Native little-endian bytes; 2 a sample above 8 bits. */
  bytes: Uint8Array;
  /** What the components are: the codec's own transform undone gives `rgb`, an untouched one `stored`. */
  colour: 'rgb' | 'stored';
}

/**
 * Runs a decoder over a codestream and copies the result out of its memory. After a trap, or an end by a limit, nothing is
 * known of that memory any more, so the module is dropped; an exception of the codec's own leaves it whole.
 * @throws DicomError `corrupt-codestream` where it fails, or gives back less than its sizes promise; `too-slow`,
 *   `too-much-memory`
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
    // The deadline is inside: what it ends runs no `finally` of its own.
    return withinMemory(samples, () =>
      deadline(() => {
        decoder = create(module);
        decoder.getEncodedBuffer(codestream.length).set(codestream);
        decode(decoder);
        return resultOf(decoder, name, size);
      }, samples),
    );
  } catch (cause) {
    // Exceptions of C++ are bare numbers, pointers; what is an Error is a trap, an abort, or one of our own.
    if (cause instanceof Error && !(cause instanceof DicomError && cause.code === 'corrupt-codestream')) {
      codec.drop();
      decoder = undefined;
    }
    if (cause instanceof DicomError) throw cause;
    throw new DicomError(
      'corrupt-codestream',
      `The ${name} stream could not be decoded: it is damaged or cut off.`,
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
  const promised = width * height * componentCount * (bitsPerSample > 8 ? 2 : 1);
  if (promised === 0 || decoded.length < promised)
    throw new DicomError(
      'corrupt-codestream',
      `The ${name} stream gave ${decoded.length} of ${promised} bytes.`,
      { tag: '(7fe0,0010)' },
    );
  return {
    width,
    height,
    components: componentCount,
    bitsPerSample,
    signed: isSigned,
    // Some give clamped arrays, which are no Uint8Array.
    bytes: new Uint8Array(decoded.subarray(0, promised)),
  };
}
