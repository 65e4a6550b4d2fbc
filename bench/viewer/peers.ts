import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteFiles } from '../../bundling/siteFiles.ts';

/** The element of the stack's site: with a job of the API, and with a file that the page fetches. */
export const OURS = ['ours', 'ours-file'] as const;

/** The viewers of the comparison. */
export const PEERS = [...OURS, 'legacy', 'dwv', 'cornerstone3d'] as const;
export type Peer = (typeof PEERS)[number];

/** The peers are not dependencies of the project. They are installed into a temporary folder and kept for the next run. */
const PACKAGES = [
  'dwv@0.36.2',
  'cornerstone-core@2.6.1',
  'cornerstone-wado-image-loader@4.13.2',
  'dicom-parser@1.8.21',
  '@cornerstonejs/core@5.14.0',
  '@cornerstonejs/dicom-image-loader@5.14.0',
  'vite@7.3.8',
  // Cornerstone3D imports Node's `events` through an XML builder.
  'events@3.3.0',
];

const VITE_CONFIG = `import { fileURLToPath } from 'node:url';

export default {
  base: './',
  logLevel: 'error',
  build: { target: 'esnext', rollupOptions: { input: process.env.PAGE }, outDir: process.env.OUT },
  resolve: { alias: { events: fileURLToPath(new URL('node_modules/events/events.js', import.meta.url)) } },
  worker: { format: 'es' },
};
`;

const PINNED = /^viewer\/define-viewer-\w{8}\.js$/;

/** Installs and builds the peers. Returns the folder that holds a folder with `index.html` for each peer. */
export function buildPeers(): string {
  const home = join(tmpdir(), 'dicom-analyzer-peers');
  mkdirSync(home, { recursive: true });
  const installed = join(home, 'installed.json');
  const wanted = JSON.stringify(PACKAGES);
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}');
    run(home, 'npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...PACKAGES]);
    writeFileSync(installed, wanted);
  }
  writeFileSync(join(home, 'vite.config.js'), VITE_CONFIG);
  const built = join(home, 'built');
  for (const peer of ['dwv', 'cornerstone3d'] as const) {
    const folder = join(home, peer);
    mkdirSync(folder, { recursive: true });
    cpSync(new URL(`pages/${peer}.mjs`, import.meta.url), join(folder, 'page.mjs'));
    writeFileSync(join(folder, 'index.html'), page(['<script type="module" src="./page.mjs"></script>']));
    run(home, 'npx', ['vite', 'build', folder, '--config', 'vite.config.js', '--emptyOutDir'], {
      PAGE: join(folder, 'index.html'),
      OUT: join(built, peer),
    });
  }
  // dwv loads its workers from the folder of its bundle.
  cpSync(join(home, 'node_modules/dwv/dist/assets'), join(built, 'dwv/assets'), { recursive: true });
  legacy(home, join(built, 'legacy'));
  for (const own of OURS) {
    const folder = join(built, own);
    mkdirSync(folder, { recursive: true });
    cpSync(new URL('pages/ours.mjs', import.meta.url), join(folder, 'page.mjs'));
    // Embedded as in docs/csp.md: the entry by its hashed name with its integrity, and the page's script.
    const { path, integrity } = siteFiles().find(({ path }) => PINNED.test(path))!;
    writeFileSync(
      join(folder, 'index.html'),
      page([
        `<script type="module" src="/site/${path}" integrity="${integrity}" crossorigin></script>`,
        '<script type="module" src="./page.mjs"></script>',
      ]),
    );
  }
  return built;
}

/** Loads the builds of the legacy stack as classic scripts, because it has no modules. */
function legacy(home: string, out: string): void {
  const modules = join(home, 'node_modules');
  cpSync(join(modules, 'cornerstone-wado-image-loader/dist/dynamic-import'), out, { recursive: true });
  cpSync(join(modules, 'cornerstone-core/dist/cornerstone.min.js'), join(out, 'cornerstone.min.js'));
  cpSync(join(modules, 'dicom-parser/dist/dicomParser.min.js'), join(out, 'dicomParser.min.js'));
  cpSync(new URL('pages/legacy.mjs', import.meta.url), join(out, 'page.mjs'));
  writeFileSync(
    join(out, 'index.html'),
    page([
      '<script src="./cornerstone.min.js"></script>',
      '<script src="./dicomParser.min.js"></script>',
      '<script src="./cornerstoneWADOImageLoader.min.js"></script>',
      '<script type="module" src="./page.mjs"></script>',
    ]),
  );
}

const page = (scripts: string[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>bench</title>
<style>body { margin: 0 } #image { width: 1024px; height: 768px; position: relative }</style></head>
<body><div id="image"></div>
<script>${readFileSync(new URL('pages/page.js', import.meta.url), 'utf8')}</script>
${scripts.join('\n')}
</body></html>
`;

function run(cwd: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): void {
  const { status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}${stdout}`);
}
