/** The elements' manifest (https://github.com/webcomponents/custom-elements-manifest), of what a page may use alone. */
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

/** Reads the classes' docstrings and decorators. */
export function makeManifest(): Manifest {
  const read = analyzed();
  const cssProperties = cssPropertiesOf(readFileSync(join(ROOT, THEME), 'utf8'));
  const definitions = Object.entries(SOURCES).map(([tagName, source]) => {
    const { declarations } = read.modules.find(({ path }) => path === source)!;
    return { tagName, source, element: declarations[0]! };
  });
  return {
    schemaVersion: '2.1.0',
    modules: [
      ...definitions.map(({ tagName, source, element }) => ({
        kind: 'javascript-module',
        path: built(source),
        declarations: [publicPart({ ...element, tagName, cssProperties })],
        exports: [
          { kind: 'js', name: element.name, declaration: { name: element.name, module: built(source) } },
        ],
      })),
      {
        kind: 'javascript-module',
        path: built('webcomponents/define.ts'),
        declarations: [],
        exports: definitions.map(({ tagName, source, element }) => ({
          kind: 'custom-element-definition',
          name: tagName,
          declaration: { name: element.name, module: built(source) },
        })),
      },
    ],
  };
}

/** In a folder of its own: the tool writes into the package.json that it finds. */
function analyzed(): Manifest {
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

/** The manifest goes with the package, which holds what was built. */
const built = (source: string): string => `dist/${source.replace(/\.ts$/, '.js')}`;

/** What is private to the class stays out, and so does the event whose name is a variable of its own. */
const publicPart = (element: ElementDeclaration): ElementDeclaration => ({
  ...element,
  members: element.members.filter(({ name, privacy }) => privacy === undefined && !name.startsWith('#')),
  events: element.events.filter(({ name }) => name.startsWith('dicom-')),
});

/** Both elements take their colours from one style sheet: its docstring names them, its rules give their defaults. */
function cssPropertiesOf(theme: string): Named[] {
  return [...theme.matchAll(/@cssprop (--dicom-[a-z-]+) - (.+)/g)].map(([, name, description]) => {
    const start = theme.indexOf(`var(${name!}, `);
    if (start < 0) throw new Error(`${THEME}: nothing uses ${name!}, which its docstring names`);
    const value = theme.slice(start + name!.length + 6, theme.indexOf(';', start) - 1);
    return { name: name!, default: value, description: description! };
  });
}
