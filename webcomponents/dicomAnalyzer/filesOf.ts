import { sniff } from '../../dicom/sniff.ts';

/** Files that were dropped or chosen, and how many in folders were no images. */
export interface Gathered {
  files: File[];
  skipped: number;
}

/**
 * What was dropped: files as they are, folders walked to their ends. In folders, what is no image by its content is
 * skipped and counted; a file that the user picked by hand is sent as it is, and the server says what it thinks.
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<Gathered> {
  // Entries must be taken before the first await: the list is emptied when the event ends.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const loose = [...transfer.files];
  if (entries.every((entry) => entry === null)) return { files: loose, skipped: 0 };
  const gathered: Gathered = { files: [], skipped: 0 };
  for (const entry of entries) {
    if (!entry) continue;
    if (isFile(entry)) gathered.files.push(await fileOf(entry));
    else if (isFolder(entry)) await addImages(gathered, walk(entry));
  }
  return gathered;
}

/** What was chosen by an input; with `folder`, images only. */
export async function filesOfInput(input: HTMLInputElement, folder: boolean): Promise<Gathered> {
  const files = [...(input.files ?? [])];
  input.value = '';
  if (!folder) return { files, skipped: 0 };
  const gathered: Gathered = { files: [], skipped: 0 };
  await addImages(gathered, files);
  return gathered;
}

async function addImages(gathered: Gathered, files: AsyncIterable<File> | Iterable<File>): Promise<void> {
  for await (const file of files)
    if (await isImage(file)) gathered.files.push(file);
    else gathered.skipped++;
}

/** A DICOMDIR is DICOM by its content, but only lists the others. */
const isImage = async (file: File): Promise<boolean> =>
  file.name !== 'DICOMDIR' && sniff(new Uint8Array(await file.slice(0, 512).arrayBuffer())) !== undefined;

async function* walk(folder: FileSystemDirectoryEntry): AsyncGenerator<File> {
  const reader = folder.createReader();
  for (;;) {
    // Chromium answers at most 100 entries a call, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries)
      if (isFile(entry)) yield await fileOf(entry);
      else if (isFolder(entry)) yield* walk(entry);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
