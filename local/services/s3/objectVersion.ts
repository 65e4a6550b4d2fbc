/** Headers that S3 keeps with an object and gives back. */
export const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

/** What a writer says of an object. */
export interface ObjectAttributes {
  /** By name, as of KEPT_HEADERS. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-*`, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly kmsKeyArn: string | undefined;
}

/** Bytes on disk. */
export interface StoredBytes {
  /** The file's name. */
  readonly blob: string;
  readonly size: number;
  /** In hexadecimal, without quotes. */
  readonly md5: string;
  /** By algorithm, such as `crc32`; in Base64. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** One version of a key. */
export interface ObjectVersion extends ObjectAttributes {
  readonly bucket: string;
  readonly key: string;
  /** `null` in a bucket without versioning. */
  readonly versionId: string;
  /** A delete marker has no bytes. */
  readonly marker: boolean;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly sequencer: string;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly checksums: Readonly<Record<string, string>>;
}
