import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { siteFiles } from '../../bundling/siteFiles.ts';
import { loadedFiles } from './loadedFiles.ts';

/** The viewer alone, and both elements. */
const VIEWER = 'viewer/define-viewer.js';
const BOTH = 'viewer/define.js';

/**
 * What a browser loads beside an entry until the first image of a kind shows, by the names of the files without their
 * hashes; `goal` is where this is to come to, `ceiling` where it must never come again, both in KB.
 */
const KINDS = [
  { kind: 'uncompressed', entry: VIEWER, loads: [], goal: 60, ceiling: 58 },
  {
    kind: 'JPEG lossless',
    entry: VIEWER,
    loads: ['decodeFrame', 'jpegLossless', 'losslessScan'],
    goal: 66,
    ceiling: 66,
  },
  {
    kind: 'JPEG-LS',
    entry: VIEWER,
    loads: ['decodeFrame', 'jpegLs', 'charls', 'charlswasm_decode'],
    goal: 100,
    ceiling: 97,
  },
  {
    kind: 'JPEG 2000',
    entry: VIEWER,
    loads: ['decodeFrame', 'jpeg2000'],
    goal: 130,
    ceiling: 74,
  },
  { kind: 'uncompressed, both elements', entry: BOTH, loads: [], goal: 70, ceiling: 65 },
];

/** What every DICOM image needs. */
const ALWAYS = ['decoder', 'cornerstone'];

const KB = 1024;

/**
 * `npm run bench -- size`, and `npm run check:size`: scripts and WebAssembly, by brotli, that the viewer loads to show
 * the first image of each kind. Exits 1 where a kind is over its ceiling.
 */
export async function run(): Promise<void> {
  const files = new Map<string, Buffer>();
  for (const { path, asset } of siteFiles()) {
    const { text, path: place } = asset as { text?: Promise<string>; path?: Promise<string> };
    files.set(path, text === undefined ? readFileSync((await place)!) : Buffer.from(await text));
  }
  const sizes = new Map<string, number>();
  const sizeOf = (name: string): number => {
    const size = sizes.get(name) ?? compressed(files.get(name)!);
    sizes.set(name, size);
    return size;
  };
  for (const { kind, entry, loads, goal, ceiling } of KINDS) {
    const names = loadedFiles(files, entry, [...ALWAYS, ...loads]);
    const size = names.reduce((sum, name) => sum + sizeOf(name), 0) / KB;
    const over = size > ceiling ? `, over the ceiling of ${ceiling} KB` : '';
    console.log(
      `${kind.padEnd(28)}${size.toFixed(1).padStart(7)} KB in ${names.length} files (goal ${goal} KB)${over}`,
    );
    if (over !== '') process.exitCode = 1;
  }
}

const compressed = (bytes: Buffer): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
