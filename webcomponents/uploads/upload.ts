export type UploadState = 'queued' | 'sending' | 'sent' | 'failed' | 'canceled';

/** One file on its way. Its name stays in the page; the server knows `clientRef` alone. */
export interface Upload {
  readonly clientRef: string;
  readonly name: string;
  readonly file: File;
  readonly state: UploadState;
  /** Bytes sent. */
  readonly sent: number;
  readonly jobId?: string;
  readonly error?: string;
}

/** What a user dropped or chose, taken while the event lasts; it is walked later. */
export interface PickedFiles {
  /** Of a drop: files and folders. */
  entries: readonly (FileSystemEntry | null)[];
  files: readonly File[];
  /** The files are a folder's: what is no image by its content is skipped and counted. */
  folder: boolean;
}
