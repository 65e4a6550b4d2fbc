import { createRandomKey } from '../api/createRandomKey.ts';
import { STORAGE_KEY } from './getSessionStorage.ts';

/** A file of a call, without its name. */
export interface RecordedFile {
  readonly clientRef: string;
  readonly size: number;
  /** By which the file is known again. */
  readonly print: string | undefined;
  jobId?: string;
  state: 'open' | 'sent' | 'canceled' | 'gone';
}

/** One `POST /jobs`: repeated with the same key and files it gives the same jobs, and fresh forms. */
export interface RecordedCall {
  readonly key: string;
  /** When it was made, in ms; the server knows its key for a day. */
  readonly at: number;
  readonly apiUrl: string;
  readonly batch: string;
  /** The element made the batch up: another visit has another one. */
  readonly own: boolean;
  readonly files: RecordedFile[];
}

/** Where jobs belong. */
export interface JobScope {
  apiUrl: string;
  batch: string;
  own: boolean;
}

/** A call's key is good for a day; an hour is left for the files that are still to be sent. */
const KEPT_MS = 23 * 3_600_000;

/**
 * What was asked for and sent in this tab, so that a reload can go on: ids, sizes and fingerprints, never a name. In
 * `sessionStorage`, where the page may use it; else it is forgotten with the page.
 */
export class UploadRecord {
  readonly salt: string;
  readonly #storage: Storage | undefined;
  readonly #calls = new Map<string, RecordedCall>();

  constructor(storage: Storage | undefined, now = Date.now()) {
    this.#storage = storage;
    this.salt = storage?.getItem(STORAGE_KEY) ?? createRandomKey();
    if (!storage) return;
    this.#write(STORAGE_KEY, this.salt);
    for (const name of Object.keys(storage).filter((each) => each.startsWith(`${STORAGE_KEY}:`))) {
      const call = recorded(storage.getItem(name)!);
      if (call && `${STORAGE_KEY}:${call.key}` === name && now - call.at < KEPT_MS)
        this.#calls.set(call.key, call);
      else storage.removeItem(name);
    }
  }

  /** The file of an earlier call of that place. */
  find(print: string, place: JobScope): { call: RecordedCall; file: RecordedFile } | undefined {
    for (const call of this.#of(place)) {
      const file = call.files.find((each) => each.print === print && each.state !== 'gone');
      if (file) return { call, file };
    }
    return undefined;
  }

  /** Files that are still to be sent. */
  unfinished(place: JobScope): { call: RecordedCall; file: RecordedFile }[] {
    return this.#of(place).flatMap((call) =>
      call.files.filter(({ state }) => state === 'open').map((file) => ({ call, file })),
    );
  }

  save(call: RecordedCall): void {
    this.#calls.set(call.key, call);
    this.#write(`${STORAGE_KEY}:${call.key}`, JSON.stringify(call));
  }

  drop(call: RecordedCall): void {
    this.#calls.delete(call.key);
    this.#storage?.removeItem(`${STORAGE_KEY}:${call.key}`);
  }

  /** The job was deleted: its file may be sent again, as another one. */
  forget(jobId: string): void {
    for (const call of this.#calls.values()) {
      const file = call.files.find((each) => each.jobId === jobId);
      if (!file) continue;
      file.state = 'gone';
      this.save(call);
    }
  }

  #of({ apiUrl, batch, own }: JobScope): RecordedCall[] {
    return [...this.#calls.values()].filter(
      (call) => call.apiUrl === apiUrl && (own ? call.own : !call.own && call.batch === batch),
    );
  }

  #write(name: string, value: string): void {
    try {
      this.#storage?.setItem(name, value);
    } catch {
      // The storage is full: what is there is enough to go on with, the rest is sent anew after a reload.
      this.#storage?.removeItem(name);
    }
  }
}

const STATES: readonly unknown[] = ['open', 'sent', 'canceled', 'gone'] satisfies RecordedFile['state'][];

/** An entry as this class writes it; undefined for one that is damaged, or that another program wrote. */
function recorded(entry: string): RecordedCall | undefined {
  let read: unknown;
  try {
    read = JSON.parse(entry);
  } catch {
    return undefined;
  }
  const { key, at, apiUrl, batch, own, files } = (read ?? {}) as Partial<RecordedCall>;
  const whole =
    isText(key) &&
    Number.isFinite(at) &&
    isText(apiUrl) &&
    isText(batch) &&
    typeof own === 'boolean' &&
    Array.isArray(files) &&
    files.every(isRecordedFile);
  return whole ? (read as RecordedCall) : undefined;
}

function isRecordedFile(file: unknown): boolean {
  const { clientRef, size, print, jobId, state } = (file ?? {}) as Partial<RecordedFile>;
  return (
    isText(clientRef) &&
    Number.isFinite(size) &&
    (print === undefined || isText(print)) &&
    (jobId === undefined || isText(jobId)) &&
    STATES.includes(state)
  );
}

const isText = (value: unknown): boolean => typeof value === 'string';
