import type { ViewerImage } from '../images/viewerImage.ts';

/** Caches the most recently used open images up to a limit in bytes, and closes the others. */
export class ImageCache {
  readonly #limit: number;
  readonly #images = new Map<string, ViewerImage>();

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#images.values()) sum += bytes;
    return sum;
  }

  get(key: string): ViewerImage | undefined {
    const image = this.#images.get(key);
    if (!image) return undefined;
    this.#images.delete(key);
    this.#images.set(key, image);
    return image;
  }

  /** Returns an image without marking it as used. */
  peek(key: string): ViewerImage | undefined {
    return this.#images.get(key);
  }

  has(key: string): boolean {
    return this.#images.has(key);
  }

  set(key: string, image: ViewerImage): void {
    this.#images.get(key)?.close();
    this.#images.delete(key);
    this.#images.set(key, image);
  }

  /** Closes the least recently used images until the others fit. Images in `keep` stay open. */
  trim(keep: ReadonlySet<string>, limit = this.#limit): void {
    let bytes = this.bytes;
    for (const [key, image] of this.#images) {
      if (bytes <= limit) return;
      if (keep.has(key)) continue;
      bytes -= image.bytes;
      image.close();
      this.#images.delete(key);
    }
  }

  clear(): void {
    for (const image of this.#images.values()) image.close();
    this.#images.clear();
  }
}
