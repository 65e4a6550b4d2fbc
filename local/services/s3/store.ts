import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { Journal } from '../../dataDirectory/journal.ts';
import { Blobs } from './blobs.ts';
import type { UploadChecksum } from './multipart/checksumType.ts';
import type { ObjectAttributes, ObjectVersion, StoredBytes } from './objectVersion.ts';
import { SortedKeys } from './sortedKeys.ts';

/** A multipart upload in progress. */
export interface Upload extends ObjectAttributes {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: number;
  /** Absent if CreateMultipartUpload asked for no checksum. */
  readonly checksum?: UploadChecksum;
  readonly parts: Map<number, StoredBytes & { lastModified: number }>;
}

type PlainUpload = Omit<Upload, 'parts'>;

/** `pending` events have not reached EventBridge yet; a restart sends them again. */
type Record_ =
  | { op: 'put'; version: ObjectVersion; event?: object }
  | { op: 'drop'; bucket: string; key: string; versionId: string; event?: object }
  | { op: 'announced'; id: string }
  | { op: 'upload'; upload: PlainUpload }
  | { op: 'part'; uploadId: string; number: number; part: StoredBytes & { lastModified: number } }
  | { op: 'uploaded'; uploadId: string };

/** An event that has not reached EventBridge yet. */
export interface PendingEvent {
  readonly id: string;
}

/** Holds every object version and multipart upload of the journal. */
export class Store {
  readonly blobs: Blobs;
  readonly uploads = new Map<string, Upload>();
  /** Pending events by id. */
  readonly pendingEvents = new Map<string, PendingEvent>();
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { versions: Map<string, ObjectVersion[]>; keys: SortedKeys }>();
  #journal: Journal<Record_> | undefined;
  #lastSequence = 0n;

  private constructor(folder: string, clock: Clock) {
    this.blobs = new Blobs(join(folder, 'blobs'));
    this.#clock = clock;
  }

  static async open(folder: string, clock: Clock): Promise<Store> {
    const store = new Store(folder, clock);
    store.#journal = await Journal.open<Record_>({
      file: join(folder, 'objects.jsonl'),
      apply: (record) => store.#apply(record),
      snapshot: () => store.#snapshot(),
    });
    store.blobs.sweep(store.#referenced());
    return store;
  }

  close(): Promise<void> {
    return this.#journal!.close();
  }

  /** Returns the versions of a key, newest first. */
  versionsOf(bucket: string, key: string): readonly ObjectVersion[] {
    return this.#buckets.get(bucket)?.versions.get(key) ?? [];
  }

  /** Returns the newest version or delete marker. */
  current(bucket: string, key: string): ObjectVersion | undefined {
    return this.versionsOf(bucket, key)[0];
  }

  find(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    return this.versionsOf(bucket, key).find((version) => version.versionId === versionId);
  }

  /** Returns the keys in UTF-8 order, from `from` on. */
  keysFrom(bucket: string, from: string): Iterable<string> {
    return this.#buckets.get(bucket)?.keys.from(from) ?? [];
  }

  /** Returns the id of a new version; in a bucket without versioning it replaces the last one. */
  newVersionId(versioned: boolean): string {
    return versioned ? randomBytes(24).toString('base64url') : 'null';
  }

  /** Returns a sequencer that is greater than every earlier one. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
  nextSequencer(): string {
    const now = BigInt(this.#clock.now()) << 16n;
    this.#lastSequence = now > this.#lastSequence ? now : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).toUpperCase().padStart(16, '0');
  }

  async put(version: ObjectVersion, event: PendingEvent | undefined): Promise<void> {
    const replaced = this.find(version.bucket, version.key, version.versionId);
    await this.#commit({ op: 'put', version, ...(event === undefined ? {} : { event }) });
    if (replaced !== undefined && replaced.blob !== '') await this.blobs.remove(replaced.blob);
  }

  async drop(version: ObjectVersion, event: PendingEvent | undefined): Promise<void> {
    const { bucket, key, versionId, blob } = version;
    await this.#commit({ op: 'drop', bucket, key, versionId, ...(event === undefined ? {} : { event }) });
    if (blob !== '') await this.blobs.remove(blob);
  }

  announced(id: string): Promise<void> {
    return this.#commit({ op: 'announced', id });
  }

  beginUpload(upload: PlainUpload): Promise<void> {
    return this.#commit({ op: 'upload', upload });
  }

  async putPart(upload: Upload, number: number, part: StoredBytes): Promise<void> {
    const replaced = upload.parts.get(number);
    const lastModified = this.#clock.now();
    await this.#commit({ op: 'part', uploadId: upload.uploadId, number, part: { ...part, lastModified } });
    if (replaced !== undefined) await this.blobs.remove(replaced.blob);
  }

  async endUpload(upload: Upload): Promise<void> {
    const blobs = [...upload.parts.values()].map(({ blob }) => blob);
    await this.#commit({ op: 'uploaded', uploadId: upload.uploadId });
    for (const blob of blobs) await this.blobs.remove(blob);
  }

  #commit(record: Record_): Promise<void> {
    this.#apply(record);
    return this.#journal!.append(record);
  }

  #apply(record: Record_): void {
    switch (record.op) {
      case 'put': {
        const { version } = record;
        const { versions, keys } = this.#bucket(version.bucket);
        const others = (versions.get(version.key) ?? []).filter(
          ({ versionId }) => versionId !== version.versionId,
        );
        versions.set(
          version.key,
          [version, ...others].sort((a, b) => (a.sequencer < b.sequencer ? 1 : -1)),
        );
        keys.add(version.key);
        break;
      }
      case 'drop': {
        const { versions, keys } = this.#bucket(record.bucket);
        const left = (versions.get(record.key) ?? []).filter(
          ({ versionId }) => versionId !== record.versionId,
        );
        if (left.length > 0) versions.set(record.key, left);
        else {
          versions.delete(record.key);
          keys.remove(record.key);
        }
        break;
      }
      case 'announced':
        this.pendingEvents.delete(record.id);
        break;
      case 'upload':
        this.uploads.set(record.upload.uploadId, { ...record.upload, parts: new Map() });
        break;
      case 'part':
        this.uploads.get(record.uploadId)?.parts.set(record.number, record.part);
        break;
      case 'uploaded':
        this.uploads.delete(record.uploadId);
        break;
    }
    if ('event' in record) {
      const event = record.event as PendingEvent;
      this.pendingEvents.set(event.id, event);
    }
  }

  #bucket(name: string) {
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      bucket = { versions: new Map(), keys: new SortedKeys() };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  *#snapshot(): Iterable<Record_> {
    for (const { versions } of this.#buckets.values())
      for (const list of versions.values()) for (const version of list) yield { op: 'put', version };
    for (const { parts, ...upload } of this.uploads.values()) {
      yield { op: 'upload', upload };
      for (const [number, part] of parts) yield { op: 'part', uploadId: upload.uploadId, number, part };
    }
    for (const event of this.pendingEvents.values())
      yield { op: 'drop', bucket: '', key: '', versionId: '', event };
  }

  #referenced(): Set<string> {
    const blobs = new Set<string>();
    for (const { versions } of this.#buckets.values())
      for (const list of versions.values()) for (const { blob } of list) blobs.add(blob);
    for (const { parts } of this.uploads.values()) for (const { blob } of parts.values()) blobs.add(blob);
    return blobs;
  }
}
