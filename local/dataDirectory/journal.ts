import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface JournalOptions<R> {
  readonly file: string;
  /** Applies a record to the state; called with every record of the file, in order, before `open` resolves. */
  readonly apply: (record: R) => void;
  /** Returns the state in memory as records, to compact the file. */
  readonly snapshot: () => Iterable<R>;
}

/** The number of surplus records at which the file is compacted. */
const COMPACT_AFTER = 20_000;

/**
 * A file of records, one a line, that survives SIGKILL and power failures. The caller changes the state in memory in the
 * same tick as it appends a record; applying a record twice must be harmless.
 */
export class Journal<R> {
  readonly #options: JournalOptions<R>;
  #handle: FileHandle | undefined;
  #waiting: { line: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | undefined;
  #surplus = 0;
  #closed = false;

  private constructor(options: JournalOptions<R>) {
    this.#options = options;
  }

  /** Reads the file and opens it for appending. Ignores an incomplete last line: its write was never confirmed. */
  static async open<R>(options: JournalOptions<R>): Promise<Journal<R>> {
    mkdirSync(dirname(options.file), { recursive: true });
    const journal = new Journal(options);
    for (const record of readRecords<R>(options.file)) options.apply(record);
    await journal.#compact();
    return journal;
  }

  /** Appends a record; resolves once it is on disk. */
  append(record: R): Promise<void> {
    if (this.#closed) return Promise.reject(new Error(`${this.#options.file} is closed`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(record)}\n`, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** Writes pending records and closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Writes in batches: the records that arrive during one write go to disk with the next sync. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#handle!.appendFile(batch.map(({ line }) => line).join(''));
        await this.#handle!.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      this.#surplus += batch.length;
      if (this.#surplus > COMPACT_AFTER) await this.#compact();
    }
    this.#writing = undefined;
  }

  async #compact(): Promise<void> {
    const { file, snapshot } = this.#options;
    const text = [...snapshot()].map((record) => `${JSON.stringify(record)}\n`).join('');
    const temporary = await open(`${file}.new`, 'w');
    await temporary.writeFile(text);
    await temporary.sync();
    await temporary.close();
    await this.#handle?.close();
    await rename(`${file}.new`, file);
    this.#handle = await open(file, 'a');
    this.#surplus = 0;
  }
}

function readRecords<R>(file: string): R[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const lines = text.split('\n');
  lines.pop();
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as R);
}
