import { transferSyntax, type Codec } from '../transferSyntaxes.ts';

const START: Record<Codec, () => Promise<unknown>> = {
  'jpeg-8-bit': async () => (await import('./decodeJpegBaseline.ts')).preload(),
  'jpeg-dct': async () => (await import('../jpeg/decodeDctJpeg.ts')).startDctDecoder(),
  'jpeg-lossless': async () => (await import('../jpeg/decodeLosslessJpeg.ts')).startLosslessDecoder(),
  'jpeg-ls': async () => (await import('./decodeJpegLs.ts')).preload(),
  jpeg2000: async () => (await import('./decodeJpeg2000.ts')).preload(),
  htj2k: () =>
    Promise.all([import('./decodeJpeg2000.ts'), import('./decodeHtj2k.ts').then((htj2k) => htj2k.preload())]),
};

/**
 * Fetches and compiles the decoder that the frames of a transfer syntax most probably need, so that it arrives beside the
 * image and not after it. A failure is ignored: decoding a frame tries again, and reports it.
 */
export function preloadCodec(transferSyntaxUid: string): void {
  const { codec } = transferSyntax(transferSyntaxUid);
  if (codec === undefined) return;
  Promise.all([START[codec](), import('./decodeFrame.ts')]).catch(() => undefined);
}
