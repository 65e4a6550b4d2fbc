import * as pulumi from '@pulumi/pulumi';
import { buildSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { entry } from './entry.ts';

/** A file of the site: its path below the origin, and what it is. */
export interface SiteFile {
  path: string;
  asset: pulumi.asset.Asset;
  sha256: string;
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
 * The portal's page and the element's bundle: `index.html`, `portal.js`, `viewer/define.js`, and the chunks and
 * codecs that these load when first needed. Equal sources give equal bytes from any folder. Made once in
 * a run of the program.
 */
export const portalFiles = (): SiteFile[] => (files ??= makeFiles());

function makeFiles(): SiteFile[] {
  const portal = entry('webcomponents/portal/portal');
  const define = entry('webcomponents/define');
  const page = readFileSync(join(dirname(portal), 'index.html'));
  return [
    siteFile('index.html', page, new pulumi.asset.StringAsset(page.toString())),
    ...bundleSite({ 'viewer/define': define, portal }, dirname(define)),
  ];
}

function bundleSite(entryPoints: Record<string, string>, root: string): SiteFile[] {
  const outdir = join(root, 'site');
  const { outputFiles, metafile } = buildSync({
    // Paths in the output are relative to here, so that the folder of the checkout does not show.
    absWorkingDir: root,
    entryPoints,
    outdir,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Flat beside the element's entry: a codec is looked for beside the chunk that asks for it.
    chunkNames: 'viewer/[name]-[hash]',
    assetNames: 'viewer/[name]-[hash]',
    loader: { '.wasm': 'file' },
    define: { DICOM_BUNDLED_WASM: 'true' },
    // Named in the branch for Node of the codecs' own loaders, which no browser enters.
    external: ['fs', 'path'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, contents, text }) => {
    const [source] = Object.keys(metafile.outputs[relative(root, path).replaceAll('\\', '/')]!.inputs);
    const asset = path.endsWith('.wasm')
      ? new pulumi.asset.FileAsset(join(root, source!))
      : new pulumi.asset.StringAsset(text);
    return siteFile(relative(outdir, path).replaceAll('\\', '/'), contents, asset);
  });
}

const siteFile = (path: string, contents: Uint8Array, asset: pulumi.asset.Asset): SiteFile => ({
  path,
  asset,
  sha256: createHash('sha256').update(contents).digest('hex'),
  contentType: TYPES[path.split('.').at(-1)!]!,
  hashed: /-[A-Z0-9]{8}\.\w+$/.test(path),
});
