import { openFile } from '../images/openFile.ts';
import type { ViewerImage } from '../images/viewerImage.ts';
import type { Library } from './library.ts';
import type { Instance } from '../images/instance.ts';

/** Looked at before the next pause, so that the page stays alive among thousands. */
const FILES_PER_STEP = 4;

/** Files of the page's own: nothing leaves it. Keys are their numbers. */
export class FileLibrary implements Library {
  readonly #files: readonly Blob[];
  readonly #instances = new Map<string, Instance>();
  /** Files that are no image, or none that can be decoded. */
  skipped = 0;

  constructor(files: readonly Blob[]) {
    this.#files = files;
  }

  get instances(): readonly Instance[] {
    return [...this.#files.keys()].flatMap((index) => this.#instances.get(String(index)) ?? []);
  }

  async open(key: string): Promise<ViewerImage> {
    const image = await openFile(this.#files[Number(key)]!);
    this.#instances.set(key, createInstance(key, image));
    return image;
  }

  preview(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  getFirstFrame(): number {
    return 0;
  }

  /** Reads the header of every other file; what cannot be opened is counted. */
  async scan(signal: AbortSignal, found: () => void): Promise<void> {
    const keys = [...this.#files.keys()].map(String).filter((key) => !this.#instances.has(key));
    const late = (): boolean => signal.aborted;
    for (let at = 0; at < keys.length && !late(); at += FILES_PER_STEP) {
      await Promise.all(
        keys.slice(at, at + FILES_PER_STEP).map(async (key) => {
          try {
            (await this.open(key)).close();
          } catch {
            this.skipped++;
          }
        }),
      );
      if (!late() && (at % 64 === 0 || at + FILES_PER_STEP >= keys.length)) found();
    }
  }
}

/** What an opened image says of its own place. */
export const createInstance = (
  key: string,
  { width, height, frames, stackFacts }: ViewerImage,
): Instance => ({
  key,
  width,
  height,
  frames,
  ...stackFacts,
});
