import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { buildSite } from './buildSite.ts';
import { findBundle, writeBundle } from './bundleFolder.ts';
import { hashOfSources } from './hashOfSources.ts';
import { integrityOf } from './integrityOf.ts';
import { PACKAGE_ROOT } from './packageRoot.ts';

/** A file of the site. */
export interface SiteFile {
  /** The path below the site's origin. */
  readonly path: string;
  /** The file's path on this machine. */
  readonly source: string;
  readonly sha256: string;
  /** The value of an `integrity` attribute (W3C Subresource Integrity). */
  readonly integrity: string;
  readonly contentType: string;
  /** True where the name holds a hash of the contents, so that a browser may cache the file for ever. */
  readonly hashed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

let files: readonly SiteFile[] | undefined;

/**
 * Returns the files of the portal and the elements, which `buildSite` makes. The published package carries them; in a
 * checkout they are built when a source has changed, and kept in `bundleFolder()`.
 */
export const siteFiles = (): readonly SiteFile[] => (files ??= filesOf(siteFolder()));

function siteFolder(): string {
  const prebuilt = join(PACKAGE_ROOT, PREBUILT);
  if (existsSync(prebuilt)) return prebuilt;
  const bundle = `site-${hashOfSources(['webcomponents', 'dicom', 'contract', 'bundling'])}`;
  return findBundle(bundle) ?? writeBundle(bundle, buildSite());
}

/** The folder of the site in the published package. */
export const PREBUILT = 'site';

const filesOf = (folder: string): SiteFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((source) => {
      const contents = readFileSync(source);
      const path = relative(folder, source).replaceAll('\\', '/');
      return {
        path,
        source,
        sha256: createHash('sha256').update(contents).digest('hex'),
        integrity: integrityOf(contents),
        contentType: TYPES[extname(path)]!,
        hashed: /-[A-Z0-9]{8}\.\w+$/.test(path),
      };
    });
