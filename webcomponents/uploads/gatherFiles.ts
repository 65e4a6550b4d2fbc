import { sniff } from '../../dicom/sniff.ts';
import type { PickedFiles } from './upload.ts';

interface GatherCallbacks {
  onFiles: (files: readonly File[]) => void;
  /** Reports a file in a folder that is not an image or cannot be read. */
  onSkipped: () => void;
}

/** Files are reported in groups of this size, so that the first uploads start while folders are still being read. */
const GROUP_SIZE = 50;

/**
 * Reports the files that were dropped or selected, including those in nested folders. In folders, files without image
 * content are skipped. A file that the user picked individually is always reported: the server validates it.
 */
export async function gatherFiles(
  { entries, files, folder }: PickedFiles,
  callbacks: GatherCallbacks,
): Promise<void> {
  if (entries.every((entry) => entry === null)) {
    if (folder) await reportImages(files, callbacks);
    else callbacks.onFiles(files);
    return;
  }
  for (const entry of entries) {
    if (!entry) continue;
    if (isFile(entry)) callbacks.onFiles([await readFile(entry)]);
    else if (isFolder(entry)) await reportImages(walkFolder(entry), callbacks);
  }
}

/** Skips unreadable files, so that one of them does not end the walk. */
async function reportImages(
  files: AsyncIterable<File | undefined> | Iterable<File>,
  { onFiles, onSkipped }: GatherCallbacks,
): Promise<void> {
  let group: File[] = [];
  for await (const file of files) {
    if (file && (await isImage(file).catch(() => false))) group.push(file);
    else onSkipped();
    if (group.length < GROUP_SIZE) continue;
    onFiles(group);
    group = [];
  }
  if (group.length > 0) onFiles(group);
}

/** A DICOMDIR has DICOM content, but only lists other files. */
const isImage = async (file: File): Promise<boolean> =>
  file.name !== 'DICOMDIR' && sniff(new Uint8Array(await file.slice(0, 512).arrayBuffer())) !== undefined;

async function* walkFolder(folder: FileSystemDirectoryEntry): AsyncGenerator<File | undefined> {
  const reader = folder.createReader();
  for (;;) {
    // Chromium returns at most 100 entries per call, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries)
      if (isFile(entry)) yield await readFile(entry).catch(() => undefined);
      else if (isFolder(entry)) yield* walkFolder(entry);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const readFile = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
