import { openFile } from '../images/openFile.ts';
import type { ViewerImage } from '../images/viewerImage.ts';
import type { Library } from './library.ts';
import type { Instance } from '../images/instance.ts';

/** The number of files scanned at once, so that the page stays responsive with thousands of files. */
const FILES_PER_STEP = 4;

/** A library of local files, which stay in the page. Keys are the indexes of the files. */
export class FileLibrary implements Library {
  readonly #files: readonly Blob[];
  readonly #instances = new Map<string, Instance>();
  /** The number of files that are not images or cannot be decoded. */
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

  /** Reads the headers of the remaining files, and counts those that cannot be opened. */
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

/** Describes an open image for building stacks. */
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
