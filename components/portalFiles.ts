import { buildSync } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { entry } from './entry.ts';

/** A file of the site: its path below the origin, and its text. */
export interface SiteFile {
  path: string;
  text: string;
  contentType: string;
  /** Named by its content, so that a browser may keep it for ever. */
  hashed: boolean;
}

/**
 * The portal's page and the element's bundle: `index.html`, `portal.js`, `viewer/define.js` and the chunks that
 * these load when first needed. Equal sources give equal bytes from any folder.
 */
export function portalFiles(): SiteFile[] {
  const page = join(dirname(entry('webcomponents/portal/portal')), 'index.html');
  if (!existsSync(page)) throw new Error(`No file ${page}: the package is incomplete; install it again.`);
  return [
    {
      path: 'index.html',
      text: readFileSync(page, 'utf8'),
      contentType: 'text/html; charset=utf-8',
      hashed: false,
    },
    ...bundleSite({
      'viewer/define': entry('webcomponents/define'),
      portal: entry('webcomponents/portal/portal'),
    }),
  ];
}

function bundleSite(entryPoints: Record<string, string>): SiteFile[] {
  const outdir = join(dirname(entry('webcomponents/define')), 'site');
  const { outputFiles } = buildSync({
    absWorkingDir: dirname(entry('webcomponents/define')),
    entryPoints,
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['browser'],
    chunkNames: 'viewer/[name]-[hash]',
    loader: { '.wasm': 'binary' },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, text }) => {
    const name = relative(outdir, path).replaceAll('\\', '/');
    return {
      path: name,
      text,
      contentType: 'text/javascript; charset=utf-8',
      hashed: /-[A-Z0-9]{8}\.js$/.test(name),
    };
  });
}
