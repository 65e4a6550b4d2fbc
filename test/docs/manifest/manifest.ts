/** Makes the custom elements manifest (https://github.com/webcomponents/custom-elements-manifest), public members only. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Named {
  name: string;
  description?: string;
  default?: string;
  type?: { text: string };
}

/** An attribute, and the property that it sets. */
interface Attribute extends Named {
  fieldName: string;
}

export interface Member extends Named {
  kind: 'field' | 'method';
  static?: boolean;
  privacy?: 'private' | 'protected';
  attribute?: string;
  readonly?: boolean;
  parameters?: Named[];
}

export interface ElementDeclaration {
  kind: 'class';
  name: string;
  tagName: string;
  customElement: true;
  description: string;
  attributes: Attribute[];
  members: Member[];
  events: Named[];
  slots: Named[];
  cssParts: Named[];
  cssProperties: Named[];
}

interface Module {
  path: string;
  declarations: ElementDeclaration[];
  exports: unknown[];
}

export interface Manifest {
  schemaVersion: string;
  modules: Module[];
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCES = {
  'dicom-analyzer': 'webcomponents/dicomAnalyzer/dicomAnalyzer.ts',
  'dicom-viewer': 'webcomponents/dicomViewer/dicomViewer.ts',
} as const;
const THEME = 'webcomponents/styles/theme.ts';

/** Makes the manifest from the doc comments and decorators of the element classes. */
export function makeManifest(): Manifest {
  const analyzed = analyzeSources();
  const cssProperties = readCssProperties(readFileSync(join(ROOT, THEME), 'utf8'));
  const definitions = Object.entries(SOURCES).map(([tagName, source]) => {
    const { declarations } = analyzed.modules.find(({ path }) => path === source)!;
    return { tagName, source, element: declarations[0]! };
  });
  return {
    schemaVersion: '2.1.0',
    modules: [
      ...definitions.map(({ tagName, source, element }) => ({
        kind: 'javascript-module',
        path: toBuiltPath(source),
        declarations: [keepPublic({ ...element, tagName, cssProperties })],
        exports: [
          {
            kind: 'js',
            name: element.name,
            declaration: { name: element.name, module: toBuiltPath(source) },
          },
        ],
      })),
      {
        kind: 'javascript-module',
        path: toBuiltPath('webcomponents/define.ts'),
        declarations: [],
        exports: definitions.map(({ tagName, source, element }) => ({
          kind: 'custom-element-definition',
          name: tagName,
          declaration: { name: element.name, module: toBuiltPath(source) },
        })),
      },
    ],
  };
}

/** Runs the analyzer in a temporary folder, because it writes into the package.json that it finds. */
function analyzeSources(): Manifest {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  try {
    for (const source of Object.values(SOURCES)) {
      mkdirSync(dirname(join(folder, source)), { recursive: true });
      copyFileSync(join(ROOT, source), join(folder, source));
    }
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/@custom-elements-manifest/analyzer/cem.js'),
        ...'analyze --litelement --quiet --globs webcomponents/**/*.ts'.split(' '),
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    return JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8')) as Manifest;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Converts a source path to its path in the package, which contains the build. */
const toBuiltPath = (source: string): string => `dist/${source.replace(/\.ts$/, '.js')}`;

/** Removes private members, and the event of the dispatching method, whose name is a variable. */
const keepPublic = (element: ElementDeclaration): ElementDeclaration => ({
  ...element,
  members: element.members.filter(({ name, privacy }) => privacy === undefined && !name.startsWith('#')),
  events: element.events.filter(({ name }) => name.startsWith('dicom-')),
});

/** Reads the custom properties of both elements from the theme: the doc comment lists them, the rules hold the defaults. */
function readCssProperties(theme: string): Named[] {
  return [...theme.matchAll(/@cssprop (--dicom-[a-z-]+) - (.+)/g)].map(([, name, description]) => {
    const start = theme.indexOf(`var(${name!}, `);
    if (start < 0) throw new Error(`${THEME}: the doc comment lists ${name!}, but no rule uses it.`);
    const value = theme.slice(start + name!.length + 6, theme.indexOf(';', start) - 1);
    return { name: name!, default: value, description: description! };
  });
}
