import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AwsError } from '../../aws/awsError.ts';
import { Checksums } from './checksums.ts';
import type { StoredBytes } from './objectVersion.ts';

/** The largest body of one PUT, POST or part: 5 GiB. */
const MAX_BYTES = 5 * 1024 ** 3;

/** Stores the bytes of each object in a file that exists complete or not at all. */
export class Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /**
   * Streams bytes to disk and hashes them. Throws EntityTooLarge as soon as there are more than `max`; leaves no file when
   * it throws.
   * @param check called with the result before the file gets its name
   */
  async write(
    body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    algorithms: readonly string[],
    { max = MAX_BYTES, check }: { max?: number | undefined; check?: (stored: StoredBytes) => void } = {},
  ): Promise<StoredBytes> {
    const blob = randomBytes(16).toString('hex');
    const temporary = join(this.#folder, `${blob}.part`);
    const file = await open(temporary, 'wx');
    const checksums = new Checksums(algorithms);
    let size = 0;
    try {
      try {
        for await (const chunk of body) {
          size += chunk.length;
          if (size > max) throw tooLarge(size, max);
          checksums.update(chunk);
          await writeAll(file, chunk);
        }
        await file.datasync();
      } finally {
        await file.close();
      }
      const stored = { blob, size, ...checksums.digest() };
      check?.(stored);
      await rename(temporary, join(this.#folder, blob));
      return stored;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Reads a blob, or the bytes of it from `start` to `end`, both included. */
  read(blob: string, range?: { start: number; end: number }): Readable {
    return createReadStream(join(this.#folder, blob), range ?? {});
  }

  async remove(blob: string): Promise<void> {
    await rm(join(this.#folder, blob), { force: true });
  }

  /** Removes the remains of a crash: partial files, and files without a reference. */
  sweep(referenced: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#folder))
      if (!referenced.has(name)) rmSync(join(this.#folder, name), { force: true });
  }
}

async function writeAll(
  file: { write(data: Uint8Array): Promise<{ bytesWritten: number }> },
  chunk: Uint8Array,
) {
  for (let offset = 0; offset < chunk.length;) {
    const { bytesWritten } = await file.write(chunk.subarray(offset));
    offset += bytesWritten;
  }
}

const tooLarge = (size: number, max: number): AwsError =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize: String(size),
    MaxSizeAllowed: String(max),
  });
