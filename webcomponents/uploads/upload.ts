export type UploadState = 'queued' | 'sending' | 'sent' | 'failed' | 'canceled';

/** The upload of one file. The file name never leaves the page: the server only sees `clientRef`. */
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

/** Files and folders that the user dropped or selected, read from the event before its lists are cleared. */
export interface PickedFiles {
  /** Dropped files and folders. */
  entries: readonly (FileSystemEntry | null)[];
  files: readonly File[];
  /** True if `files` are the contents of a folder: files without image content are skipped. */
  folder: boolean;
}
