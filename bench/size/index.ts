import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { siteFiles } from '../../bundling/siteFiles.ts';
import { loadedFiles, staticImports } from './loadedFiles.ts';

/** The entry of the viewer, and the entry of both elements. */
const VIEWER = 'viewer/define-viewer.js';
const BOTH = 'viewer/define.js';

/**
 * The files that a browser loads with an entry to show the first image of a kind, by their names without hash, and the limit
 * of their total size in KB. Each limit is below the size of the best peer: 96, 100, 130 and 163 KB.
 */
const KINDS = [
  { kind: 'uncompressed', entry: VIEWER, loads: [], limit: 85 },
  {
    kind: 'JPEG lossless',
    entry: VIEWER,
    loads: ['decodeFrame', 'decodeLosslessJpeg', 'losslessScan'],
    limit: 95,
  },
  {
    kind: 'JPEG-LS',
    entry: VIEWER,
    loads: ['decodeFrame', 'decodeJpegLs', 'charls', 'charlswasm_decode'],
    limit: 129,
  },
  { kind: 'JPEG 2000', entry: VIEWER, loads: ['decodeFrame', 'decodeJpeg2000', 'jpeg2000'], limit: 105 },
  { kind: 'uncompressed, both elements', entry: BOTH, loads: [], limit: 92 },
];

/** The files that every DICOM image loads. */
const ALWAYS = ['decoder', 'cornerstone'];

const KB = 1024;

/**
 * `npm run bench -- size` and `npm run check:size`: prints the brotli size of the scripts and WebAssembly that the viewer
 * loads to show the first image of each kind. Exits with 1 if a kind is over its limit.
 */
export function run(): void {
  const files = siteFiles();
  const paths = files.map(({ path }) => path);
  const imports = staticImports(files);
  const sizes = new Map<string, number>();
  const sizeOf = (name: string): number => {
    const size = sizes.get(name) ?? compressedLength(files.find(({ path }) => path === name)!.source);
    sizes.set(name, size);
    return size;
  };
  for (const { kind, entry, loads, limit } of KINDS) {
    const names = loadedFiles(paths, imports, entry, [...ALWAYS, ...loads]);
    const size = names.reduce((sum, name) => sum + sizeOf(name), 0) / KB;
    const over = size > limit;
    console.log(
      `${kind.padEnd(28)}${size.toFixed(1).padStart(7)} KB in ${names.length} files (limit ${limit} KB)${over ? ': over the limit' : ''}`,
    );
    if (over) process.exitCode = 1;
  }
}

const compressedLength = (file: string): number =>
  brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
