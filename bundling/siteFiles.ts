import * as pulumi from '@pulumi/pulumi';
import { buildSync, type BuildOptions, type OutputFile } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { entryPath } from './entryPath.ts';
import { joinedScripts } from './joinedScripts.ts';
import { siteAliases } from './siteAliases.ts';

/** A file of the site: its path below the origin, and what it is. */
export interface SiteFile {
  path: string;
  asset: pulumi.asset.Asset;
  sha256: string;
  /** As a page names it (W3C Subresource Integrity). */
  integrity: string;
  contentType: string;
  /** Named by its content, so that a browser may keep it for ever. */
  hashed: boolean;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

let files: SiteFile[] | undefined;

/**
 * The portal's page and the elements' bundle: `index.html`, `portal.js`, `viewer/define.js` for both elements,
 * `viewer/define-viewer.js` for the viewer alone, and the chunks and codecs that these load when first needed.
 * `viewer/define-HASH.js` is the same entry under a name that never changes its content, for pages that pin it by its
 * integrity; `viewer/define-viewer-HASH.js` is the viewer itself, to which the other name only points. Equal sources give
 * equal bytes from any folder. Made once in a run of the program.
 */
export const siteFiles = (): SiteFile[] => (files ??= makeFiles());

function makeFiles(): SiteFile[] {
  const portal = entryPath('webcomponents/portal/portal');
  const define = entryPath('webcomponents/define');
  const defineViewer = entryPath('webcomponents/defineViewer');
  const page = readFileSync(join(dirname(portal), 'index.html'));
  return [
    siteFile('index.html', page, new pulumi.asset.StringAsset(page.toString())),
    ...bundleSite({ 'viewer/define': define, 'viewer/define-viewer': defineViewer, portal }, dirname(define)),
  ];
}

/** Whatever is bundled for the site, of sources below `root`. */
const buildOptions = (root: string) =>
  ({
    // Paths in the output are relative to here, so that the folder of the checkout does not show.
    absWorkingDir: root,
    outdir: join(root, 'site'),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Flat beside the element's entry: a codec is looked for beside the chunk that asks for it.
    chunkNames: 'viewer/[name]-[hash]',
    assetNames: 'viewer/[name]-[hash]',
    loader: { '.wasm': 'file' },
    alias: siteAliases(),
    define: { DICOM_BUNDLED_WASM: 'true' },
    // Named in the branch for Node of the codecs' own loaders, which no browser enters.
    external: ['fs', 'path'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  }) satisfies BuildOptions;

/**
 * The decoder that runs in a worker: one script with all it needs, because a worker from a blob can import nothing. It
 * looks for codecs beside the address that it is told.
 */
function bundleWorker(root: string): SiteFile {
  const options = buildOptions(root);
  const { outputFiles } = buildSync({
    ...options,
    entryPoints: { 'viewer/decode-worker': join(root, WORKER) },
    entryNames: '[dir]/[name]-[hash]',
    format: 'iife',
    define: { ...options.define, 'import.meta.url': 'DICOM_BASE' },
  });
  const codecs = outputFiles.filter(({ path }) => path.endsWith('.wasm'));
  const { path, text } = outputFiles.find((file) => file.path.endsWith('.js'))!;
  const script = withIntegrity(text, codecs);
  const name = relative(options.outdir, path).replaceAll('\\', '/');
  return siteFile(name, script, new pulumi.asset.StringAsset(script));
}

function bundleSite(entryPoints: Record<string, string>, root: string): SiteFile[] {
  const options = buildOptions(root);
  const { outdir } = options;
  const worker = bundleWorker(root);
  const { outputFiles, metafile } = buildSync({
    ...options,
    entryPoints,
    metafile: true,
    splitting: true,
    define: {
      ...options.define,
      DICOM_DECODE_WORKER: JSON.stringify(`${basename(worker.path)}#${worker.integrity}`),
    },
  });
  const codecs = outputFiles.filter(({ path }) => path.endsWith('.wasm'));
  const scripts = joinedScripts({
    outputFiles,
    metafile,
    entries: Object.keys(entryPoints),
    always: 'viewer/define-viewer',
    soon: ['decoder', 'decodeFrame'],
    options,
  });
  return [
    ...codecs.map(({ path, contents }) => {
      const [source] = Object.keys(metafile.outputs[relative(root, path).replaceAll('\\', '/')]!.inputs);
      const name = relative(outdir, path).replaceAll('\\', '/');
      return siteFile(name, contents, new pulumi.asset.FileAsset(join(root, source!)));
    }),
    ...[...scripts].flatMap(([name, text]) => {
      const script = withIntegrity(unindented(text), codecs);
      const file = (of: string): SiteFile => siteFile(of, script, new pulumi.asset.StringAsset(script));
      return name === 'viewer/define.js' ? [file(name), file(pinned(name, script))] : file(name);
    }),
    worker,
  ];
}

const WORKER = `dicomViewer/images/worker/decode.worker${extname(import.meta.url)}`;

const pinned = (name: string, script: string): string =>
  name.replace(/\.js$/, `-${createHash('sha256').update(script).digest('hex').slice(0, 8).toUpperCase()}.js`);

/** Minified scripts have lines in templates only, of HTML and CSS, where an indentation says nothing. */
const unindented = (script: string): string => script.replace(/\n\s+/g, '\n');

/** Names each codec with its integrity, which the script that fetches it asks for: import maps cover modules only. */
function withIntegrity(script: string, codecs: readonly OutputFile[]): string {
  let text = script;
  for (const { path, contents } of codecs) {
    const name = basename(path);
    text = text.replaceAll(`${name}"`, `${name}#${integrityOf(contents)}"`);
  }
  return text;
}

const integrityOf = (contents: string | Uint8Array): string =>
  `sha384-${createHash('sha384').update(contents).digest('base64')}`;

const siteFile = (path: string, contents: string | Uint8Array, asset: pulumi.asset.Asset): SiteFile => ({
  path,
  asset,
  sha256: createHash('sha256').update(contents).digest('hex'),
  integrity: integrityOf(contents),
  contentType: TYPES[path.split('.').at(-1)!]!,
  hashed: /-[A-Z0-9]{8}\.\w+$/.test(path),
});
