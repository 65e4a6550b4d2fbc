import { basename, extname, isAbsolute } from 'node:path';
import { buildHandler } from './buildHandler.ts';
import { findBundle, hashOfFiles, writeBundle } from './bundleFolder.ts';
import { entryPath } from './entryPath.ts';
import { hashOfSources } from './hashOfSources.ts';

const folders = new Map<string, Promise<string>>();

/**
 * Bundles a Lambda function and returns the folder with its code, of which `index.mjs` is the entry. The folder lies below
 * `bundleFolder()` and has a hash in its name: of the sources for a handler of this package, which is then built once and
 * reused until a source changes, and of the code itself for any other.
 *
 * @param handler a file's name in `handlers/`, without extension, or the absolute path of your own entry file
 * @throws Error when esbuild cannot compile a source, naming file and line, or when there is no such handler
 */
export function bundleHandler(handler: string): Promise<string> {
  const folder = folders.get(handler) ?? (isAbsolute(handler) ? bundleOwn(handler) : bundlePackaged(handler));
  folders.set(handler, folder);
  return folder;
}

async function bundlePackaged(name: string): Promise<string> {
  const entry = entryPath(`handlers/${name}`);
  const bundle = `${name}-${hashOfSources(['handlers', 'contract', 'dicom', 'bundling'])}`;
  return findBundle(bundle) ?? writeBundle(bundle, (await buildHandler(entry)).files);
}

async function bundleOwn(path: string): Promise<string> {
  const { files } = await buildHandler(path);
  return writeBundle(`${basename(path, extname(path))}-${hashOfFiles(files)}`, files);
}
