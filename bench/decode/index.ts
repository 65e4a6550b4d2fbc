import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleHandler } from '../../bundling/bundleHandler.ts';
import { coldStart } from './coldStart.ts';
import { dcmtkTime } from './dcmtk.ts';
import { fullSizeFile } from './fullSizeFile.ts';
import { KINDS, type Kind } from './kinds.ts';
import { geometricMean, median, type Answer, type Times } from './measurement.ts';
import { startPeer, type Peer } from './peer.ts';
import { hasPython, PYTHON, PYTHON_PEER } from './python.ts';

const SHARED = fileURLToPath(new URL('../../../shared/dicom/', import.meta.url));
/** The peers take turns, so that other load on the machine affects them equally. */
const ROUNDS = 5;
const ROUND = { runs: 3, milliseconds: 120 };
const WARM = { runs: 5, milliseconds: 600 };
const STAGES = ['read', 'header', 'codec', 'display', 'encode', 'total'];
/** The largest difference of two images' mean levels that still counts as the same work. */
const SAME_MEAN = 2;

type Clock = 'wall' | 'cpu';

/**
 * `npm run bench -- decode [FILES…]`: measures each stage from a file to a JPEG of quality 90, for the given files, or for the
 * kinds in `../shared/dicom` and a generated image of 5 megapixels. Compares with Python (pydicom, GDCM, NumPy, Pillow) and
 * dcmtk if they are installed. With `--tuned` Python computes the levels as fast as NumPy can, instead of by the plain
 * formulas. With `--cpu` the CPU time counts, for use on a busy machine. At the end it compares the handler's cold start to
 * its first rendition with Python's imports.
 */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { tuned: { type: 'boolean' }, cpu: { type: 'boolean' } },
    allowPositionals: true,
  });
  const folder = mkdtempSync(join(tmpdir(), 'bench-decode-'));
  const worker = join(await bundleHandler(fileURLToPath(new URL('worker.ts', import.meta.url))), 'index.mjs');
  const ours = startPeer(process.execPath, [worker]);
  const python = hasPython()
    ? startPeer(PYTHON, [PYTHON_PEER, values.tuned === true ? 'tuned' : 'plain'])
    : undefined;
  if (python === undefined)
    console.log(`${PYTHON} has no pydicom, gdcm, numpy or PIL: only dicom/ is measured`);
  try {
    const kinds = benchFiles(folder, positionals);
    await measureAll(ours, python, kinds, values.cpu === true ? 'cpu' : 'wall');
    const path = (kinds.find(({ name }) => name === 'implicit') ?? kinds[0]!).path;
    console.log(await coldStart(path, python !== undefined));
  } finally {
    await Promise.all([ours.stop(), python?.stop()]);
    rmSync(folder, { recursive: true });
  }
}

function benchFiles(folder: string, args: string[]): Kind[] {
  if (args.length > 0) return args.map((path) => ({ name: 'named', path }));
  const made = join(folder, '5 MP of 12 bits');
  writeFileSync(made, fullSizeFile());
  const shared = KINDS.map(({ name, path }) => ({ name, path: join(SHARED, path) }));
  const present = shared.filter(({ path }) => existsSync(path));
  if (present.length < shared.length)
    console.log(`${shared.length - present.length} of ${shared.length} kinds are absent from ${SHARED}`);
  return [{ name: 'explicit', path: made }, ...present];
}

async function measureAll(ours: Peer, python: Peer | undefined, kinds: Kind[], clock: Clock): Promise<void> {
  const columns = [...STAGES.map((stage) => stage.padStart(8)), '  python', ' ratio', '   dcmtk', ' ratio'];
  console.log(`${'ms, medians'.padEnd(58)}${columns.join('')}`);
  const ratios: { path: string; ratio: number }[] = [];
  for (const { name, path } of kinds) {
    const peers = python === undefined ? [ours] : [ours, python];
    const [mine, theirs] = await measureInTurns(peers, path, clock);
    const line = `${name.padEnd(20)}${basename(path).slice(-37).padEnd(38)}`;
    if (mine === undefined || 'error' in mine) {
      console.log(`${line}${mine?.error ?? ''}`);
      continue;
    }
    const total = medianOf(mine.runs, 'total');
    const cells = STAGES.map((stage) => medianOf(mine.runs, stage).toFixed(2).padStart(8));
    if (theirs === undefined || 'error' in theirs) cells.push('       -     -');
    else {
      const ratio = medianOf(theirs.runs, 'total') / total;
      cells.push(medianOf(theirs.runs, 'total').toFixed(2).padStart(8), ratio.toFixed(2).padStart(6));
      if (mine.width === theirs.width && mine.height === theirs.height) ratios.push({ path, ratio });
      if (Math.abs(mine.mean - theirs.mean) > SAME_MEAN)
        cells.push(`  mean ${mine.mean.toFixed(1)}, not ${theirs.mean.toFixed(1)}`);
    }
    const dcmtk = dcmtkTime(path);
    cells.push(
      dcmtk === undefined
        ? '       -     -'
        : `${dcmtk.toFixed(1).padStart(8)}${(dcmtk / total).toFixed(2).padStart(6)}`,
    );
    console.log(line + cells.join(''));
  }
  printSummary(ratios);
}

/** Warms the peers up, then measures them in turns. */
async function measureInTurns(peers: Peer[], path: string, clock: Clock): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const peer of peers) answers.push(await peer.measure({ path, clock, ...WARM }));
  answers.forEach((answer) => {
    if ('runs' in answer) answer.runs = [];
  });
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, peer] of peers.entries()) {
      const answer = answers[index]!;
      if ('error' in answer) continue;
      const more = await peer.measure({ path, clock, ...ROUND });
      if ('runs' in more) answer.runs.push(...more.runs);
    }
  return answers;
}

const medianOf = (runs: Times[], stage: string): number => median(runs.map((times) => times[stage]!));

function printSummary(ratios: { path: string; ratio: number }[]): void {
  if (ratios.length === 0) return;
  const slower = ratios.filter(({ ratio }) => ratio <= 1);
  const mean = geometricMean(ratios.map(({ ratio }) => ratio));
  console.log(`python / ours: ${mean.toFixed(2)} in the geometric mean of ${ratios.length} files`);
  const names = slower.map(({ path, ratio }) => `\n  ${basename(path)} ${ratio.toFixed(2)}`);
  console.log(`slower than python: ${slower.length}${names.join('')}`);
}
