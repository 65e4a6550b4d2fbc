import { sniff } from '../../dicom/sniff.ts';
import type { PickedFiles } from './upload.ts';

/** Where a walk hands over what it finds. */
export interface Found {
  files: (files: readonly File[]) => void;
  /** A file in a folder that is no image. */
  skipped: () => void;
}

/** Files are handed over in such groups, so that the first are sent while the walk goes on. */
const GROUP = 50;

/**
 * Walks what was dropped or chosen, folders to their ends. In folders, what is no image by its content is skipped and
 * counted; a file that the user picked by hand is taken as it is, and the server says what it thinks.
 */
export async function gatherFiles({ entries, files, folder }: PickedFiles, found: Found): Promise<void> {
  if (entries.every((entry) => entry === null)) {
    if (folder) await takeImages(files, found);
    else found.files(files);
    return;
  }
  for (const entry of entries) {
    if (!entry) continue;
    if (isFile(entry)) found.files([await fileOf(entry)]);
    else if (isFolder(entry)) await takeImages(walk(entry), found);
  }
}

/** A file that cannot be read counts among those that are skipped, so that it does not end the walk. */
async function takeImages(
  files: AsyncIterable<File | undefined> | Iterable<File>,
  found: Found,
): Promise<void> {
  let group: File[] = [];
  for await (const file of files) {
    if (file && (await isImage(file).catch(() => false))) group.push(file);
    else found.skipped();
    if (group.length < GROUP) continue;
    found.files(group);
    group = [];
  }
  if (group.length > 0) found.files(group);
}

/** A DICOMDIR is DICOM by its content, but only lists the others. */
const isImage = async (file: File): Promise<boolean> =>
  file.name !== 'DICOMDIR' && sniff(new Uint8Array(await file.slice(0, 512).arrayBuffer())) !== undefined;

async function* walk(folder: FileSystemDirectoryEntry): AsyncGenerator<File | undefined> {
  const reader = folder.createReader();
  for (;;) {
    // Chromium answers at most 100 entries a call, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries)
      if (isFile(entry)) yield await fileOf(entry).catch(() => undefined);
      else if (isFolder(entry)) yield* walk(entry);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
