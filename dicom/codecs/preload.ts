/** What decodes the codestreams of a transfer syntax (PS3.6 A); others, and native pixels, need nothing beforehand. */
const CODECS: Record<string, () => Promise<{ preload?: () => Promise<unknown> }>> = {
  50: () => import('./jpegBaseline.ts'),
  51: () => import('./jpegBaseline.ts'),
  57: () => import('../jpeg/index.ts'),
  70: () => import('../jpeg/index.ts'),
  80: () => import('./jpegLs.ts'),
  81: () => import('./jpegLs.ts'),
  90: () => import('./jpeg2000.ts'),
  91: () => import('./jpeg2000.ts'),
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
  const started = async (): Promise<void> => {
    const [{ preload }] = await Promise.all([codec(), import('./decodeFrame.ts')]);
    await preload?.();
  };
  started().catch(() => undefined);
}
