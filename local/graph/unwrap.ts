import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { asset } from '@pulumi/pulumi';
import type { GraphArchive, GraphAsset } from './graph.ts';

/** Pulumi's keys of a wrapped value on the wire, and of a secret among them. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

const readContent = async (value: unknown): Promise<Buffer> => {
  if (value instanceof asset.FileAsset) return readFile(await value.path);
  if (value instanceof asset.StringAsset) return Buffer.from(await value.text);
  throw new Error('A remote asset cannot be read locally; use a file or a string asset');
};

async function readFolder(directory: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(directory, path), await readFile(path));
  }
  return files;
}

async function readFiles(value: unknown): Promise<Map<string, Buffer>> {
  if (value instanceof asset.FileArchive) return readFolder(await value.path);
  if (!(value instanceof asset.AssetArchive))
    throw new Error('A remote archive cannot be read locally; use a file or an asset archive');
  const files = new Map<string, Buffer>();
  for (const [path, child] of Object.entries(await value.assets)) {
    if (asset.Asset.isInstance(child)) files.set(path, await readContent(child));
    else for (const [below, content] of await readFiles(child)) files.set(join(path, below), content);
  }
  return files;
}

/** Unwraps secrets and reads assets and archives, at any depth. */
export async function unwrap(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map(unwrap));
  if (asset.Asset.isInstance(value)) return { content: await readContent(value) } satisfies GraphAsset;
  if (asset.Archive.isInstance(value)) return { files: await readFiles(value) } satisfies GraphArchive;
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE] === SECRET) return unwrap(record.value);
  return unwrapRecord(record);
}

/** Unwraps every property of a record. */
export async function unwrapRecord(
  record: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const entries = await Promise.all(
    Object.entries(record).map(async ([key, child]) => [key, await unwrap(child)] as const),
  );
  return Object.fromEntries(entries);
}
