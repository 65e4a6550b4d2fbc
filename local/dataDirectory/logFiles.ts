import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

interface LogRecord {
  readonly level?: string;
  readonly message?: string;
  readonly error?: { readonly name?: string; readonly message?: string };
}

const TERMINAL_LEVELS = ['WARN', 'ERROR', 'CRITICAL'];

function formatForTerminal(line: string): string | undefined {
  let record: LogRecord;
  try {
    record = JSON.parse(line) as LogRecord;
  } catch {
    return line;
  }
  if (!TERMINAL_LEVELS.includes(record.level ?? '')) return undefined;
  return [record.message, record.error?.name, record.error?.message]
    .filter((text) => text !== undefined)
    .join(': ');
}

/** Writes the output of each function to a file, and warnings, errors and text that is not JSON to the terminal too. */
export class LogFiles {
  readonly #directory: string;
  readonly #print: (topic: string, text: string) => void;
  readonly #streams = new Map<string, WriteStream>();

  constructor(directory: string, print: (topic: string, text: string) => void) {
    this.#directory = directory;
    this.#print = print;
  }

  readonly write = (name: string, line: string): void => {
    this.append(name, line);
    const text = formatForTerminal(line);
    if (text !== undefined) this.#print(name, text);
  };

  /** Writes a line to the file, not to the terminal. */
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
