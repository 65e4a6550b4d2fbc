/** The headers that S3 stores with an object and returns. */
export const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

/** The properties that a writer gives an object. */
export interface ObjectAttributes {
  /** The stored headers by name, from KEPT_HEADERS. */
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
  /** The MD5 in hexadecimal, without quotes. */
  readonly md5: string;
  /** Checksums in Base64 by algorithm, such as `crc32`. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** One version of a key. */
export interface ObjectVersion extends ObjectAttributes {
  readonly bucket: string;
  readonly key: string;
  /** The version id; `null` in a bucket without versioning. */
  readonly versionId: string;
  /** True for a delete marker, which has no bytes. */
  readonly marker: boolean;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly sequencer: string;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly checksums: Readonly<Record<string, string>>;
}
