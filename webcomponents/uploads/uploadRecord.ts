import { createRandomKey } from '../api/createRandomKey.ts';
import { STORAGE_KEY } from './getSessionStorage.ts';

/** A file of a recorded call, without its name. */
export interface RecordedFile {
  readonly clientRef: string;
  readonly size: number;
  readonly fingerprint: string | undefined;
  jobId?: string;
  state: 'open' | 'sent' | 'canceled' | 'deleted';
}

/** One `POST /jobs`. Repeated with the same key and files, it returns the same jobs and new presigned forms. */
export interface RecordedCall extends Readonly<JobScope> {
  readonly key: string;
  /** The time of the call in ms; the server knows its key for a day. */
  readonly at: number;
  readonly files: RecordedFile[];
}

/** A recorded file and the call that it belongs to. */
export interface RecordedUpload {
  readonly call: RecordedCall;
  readonly file: RecordedFile;
}

/** The API and the batch that jobs are created in. */
export interface JobScope {
  apiUrl: string;
  batch: string;
  /** True if the element generated the batch; every visit generates another one. */
  generated: boolean;
}

/** A call's key is valid for a day. An hour remains for the files that are still to be sent. */
const KEPT_MS = 23 * 3_600_000;

/**
 * Records the uploads of this tab, so that they can be continued after a reload: ids, sizes and fingerprints, never file
 * names. Kept in `sessionStorage` if the page can access it, otherwise only in memory.
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
      const call = parseCall(storage.getItem(name)!);
      if (call && `${STORAGE_KEY}:${call.key}` === name && now - call.at < KEPT_MS)
        this.#calls.set(call.key, call);
      else storage.removeItem(name);
    }
  }

  /** Returns the upload of a file with this content in this scope. */
  find(fingerprint: string, scope: JobScope): RecordedUpload | undefined {
    for (const call of this.#callsIn(scope)) {
      const file = call.files.find((each) => each.fingerprint === fingerprint && each.state !== 'deleted');
      if (file) return { call, file };
    }
    return undefined;
  }

  /** Returns the uploads in this scope that are still to be sent. */
  findUnfinished(scope: JobScope): RecordedUpload[] {
    return this.#callsIn(scope).flatMap((call) =>
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

  /** Marks a job as deleted, so that the same file can be uploaded again as a new job. */
  forget(jobId: string): void {
    for (const call of this.#calls.values()) {
      const file = call.files.find((each) => each.jobId === jobId);
      if (!file) continue;
      file.state = 'deleted';
      this.save(call);
    }
  }

  #callsIn({ apiUrl, batch, generated }: JobScope): RecordedCall[] {
    return [...this.#calls.values()].filter(
      (call) =>
        call.apiUrl === apiUrl && (generated ? call.generated : !call.generated && call.batch === batch),
    );
  }

  #write(name: string, value: string): void {
    try {
      this.#storage?.setItem(name, value);
    } catch {
      // The storage is full. Files whose record is missing are uploaded again after a reload.
      this.#storage?.removeItem(name);
    }
  }
}

const STATES: readonly unknown[] = ['open', 'sent', 'canceled', 'deleted'] satisfies RecordedFile['state'][];

/** Parses a storage entry; returns undefined if it is damaged or another program wrote it. */
function parseCall(entry: string): RecordedCall | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(entry);
  } catch {
    return undefined;
  }
  const { key, at, apiUrl, batch, generated, files } = (parsed ?? {}) as Partial<RecordedCall>;
  const valid =
    isString(key) &&
    Number.isFinite(at) &&
    isString(apiUrl) &&
    isString(batch) &&
    typeof generated === 'boolean' &&
    Array.isArray(files) &&
    files.every(isRecordedFile);
  return valid ? (parsed as RecordedCall) : undefined;
}

function isRecordedFile(file: unknown): boolean {
  const { clientRef, size, fingerprint, jobId, state } = (file ?? {}) as Partial<RecordedFile>;
  return (
    isString(clientRef) &&
    Number.isFinite(size) &&
    (fingerprint === undefined || isString(fingerprint)) &&
    (jobId === undefined || isString(jobId)) &&
    STATES.includes(state)
  );
}

const isString = (value: unknown): boolean => typeof value === 'string';
