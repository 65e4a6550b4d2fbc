const baseline = async () => (await import('./jpegBaseline.ts')).preload();
const extended = async () => (await import('./jpegDct.ts')).preload();
const lossless = async () => (await import('./jpegLossless.ts')).preload();
const jpegLs = async () => (await import('./jpegLs.ts')).preload();
const jpeg2000 = async () => (await import('./jpeg2000.ts')).preload();

/** What decodes the codestreams of a transfer syntax (PS3.6 A); others, and native pixels, need nothing beforehand. */
const CODECS: Record<string, () => Promise<unknown>> = {
  ...{ 50: baseline, 51: extended, 57: lossless, 70: lossless },
  ...{ 80: jpegLs, 81: jpegLs, 90: jpeg2000, 91: jpeg2000 },
};

const JPEG_FAMILY = '1.2.840.10008.1.2.4.';

/**
 * Fetches and compiles what the frames of a transfer syntax will most probably need, so that it comes beside the image
 * and not after it. What fails here is asked for again, and then refused in words, when a frame is decoded.
 */
export function preloadCodec(transferSyntaxUid: string): void {
  const codec = transferSyntaxUid.startsWith(JPEG_FAMILY)
    ? CODECS[transferSyntaxUid.slice(JPEG_FAMILY.length)]
    : undefined;
  if (!codec) return;
  Promise.all([codec(), import('./decodeFrame.ts')]).catch(() => undefined);
}
