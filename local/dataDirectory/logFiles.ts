import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

interface LogRecord {
  readonly level?: string;
  readonly message?: string;
  readonly error?: { readonly name?: string; readonly message?: string };
}

const LOUD = ['WARN', 'ERROR', 'CRITICAL'];

function loudLine(line: string): string | undefined {
  let record: LogRecord;
  try {
    record = JSON.parse(line) as LogRecord;
  } catch {
    return line;
  }
  if (!LOUD.includes(record.level ?? '')) return undefined;
  return [record.message, record.error?.name, record.error?.message]
    .filter((text) => text !== undefined)
    .join(': ');
}

/** Keeps what functions print, a file each; warnings, errors and what is no JSON go to the terminal as well. */
export class LogFiles {
  readonly #directory: string;
  readonly #say: (what: string, text: string) => void;
  readonly #streams = new Map<string, WriteStream>();

  constructor(directory: string, say: (what: string, text: string) => void) {
    this.#directory = directory;
    this.#say = say;
  }

  readonly write = (name: string, line: string): void => {
    this.append(name, line);
    const loud = loudLine(line);
    if (loud !== undefined) this.#say(name, loud);
  };

  /** Writes a line to the file only. */
  append(name: string, line: string): void {
    const stream =
      this.#streams.get(name) ?? createWriteStream(join(this.#directory, `${name}.log`), { flags: 'a' });
    this.#streams.set(name, stream);
    stream.write(`${line}\n`);
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#streams.values()].map((stream) => new Promise((resolve) => stream.end(resolve))),
    );
  }
}
