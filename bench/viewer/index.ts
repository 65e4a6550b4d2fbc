import { parseArgs } from 'node:util';
import { launchChromium } from '../../test/browser/launchChromium.ts';
import { benchImages, type ImageKind } from './benchImages.ts';
import { BenchPage, coldAndWarm, type BenchImage } from './benchPage.ts';
import { benchServer } from './benchServer.ts';
import { CLINIC, type Line } from './line.ts';
import { buildPeers, PEERS, type Peer } from './peers.ts';
import { Table } from './table.ts';

/** Measured rounds of window changes per peer and image. */
const ROUNDS = 5;

type Bench = Awaited<ReturnType<typeof prepare>>;

const PARTS = { loads, windows, memory, large } as const;

/** The connections that `--line` selects: loopback, and that of a clinic. */
const LINES = { fast: undefined, slow: CLINIC } as const;

/**
 * `npm run bench -- viewer [--loads N] [--only loads|windows|memory|large] [--image WORDS] [--line fast|slow]`: compares
 * the viewer with dwv, the legacy stack and Cornerstone3D, interleaved in one run: bytes, first picture cold and warm,
 * unthrottled and over a clinic's connection, main-thread time of a window change, memory with all frames loaded, first
 * frame of a large file. Prints medians. `ours` displays a job of the API, as in a portal: first its rendition, then its
 * source. `ours-file` displays a file that the page has fetched; the peers get its URL.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      loads: { type: 'string', default: '15' },
      only: { type: 'string' },
      image: { type: 'string', default: '' },
      line: { type: 'string' },
    },
  });
  const { loads: count, only, image, line } = values;
  if (only !== undefined && !(only in PARTS))
    throw new Error(`--only takes ${Object.keys(PARTS).join(', ')}, not ${only}`);
  if (line !== undefined && !(line in LINES))
    throw new Error(`--line takes ${Object.keys(LINES).join(', ')}, not ${line}`);
  const bench = await prepare(
    Number(count),
    image,
    line === undefined ? undefined : [LINES[line as keyof typeof LINES]],
  );
  try {
    for (const [name, part] of Object.entries(PARTS))
      if (only === undefined || only === name) await part(bench);
  } finally {
    await bench.close();
  }
}

/** @param words selects the kinds whose name contains this text; '' selects all */
async function prepare(
  count: number,
  words: string,
  lines: readonly (Line | undefined)[] = Object.values(LINES),
) {
  const { bytes, images } = benchImages(words);
  const server = await benchServer(buildPeers(), bytes);
  const browser = await launchChromium({ args: ['--js-flags=--expose-gc'] });
  return {
    server,
    browser,
    count,
    lines,
    images,
    image: (kind: ImageKind): BenchImage | undefined => images.get(kind),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function loads(bench: Bench): Promise<void> {
  for (const [kind, image] of bench.images) {
    if (image.frames > 1) continue;
    for (const line of bench.lines) {
      bench.server.line.line = line;
      const title = `${kind}, first picture, and the first of the file's own pixels${line ? ', over 30 Mbit/s and 20 ms' : ''} (median of ${bench.count}, ms)`;
      const table = new Table(title, ['cold', 'warm', 'cold, file', 'warm, file', 'code KB']);
      for (let load = 0; load < bench.count; load++)
        for (const peer of PEERS)
          await table.add(peer, async () => {
            const { cold, warm, code } = await coldAndWarm(bench.browser, bench.server, peer, image);
            return [cold.picture, warm.picture, cold.source, warm.source, code / 1000];
          });
      table.print();
    }
  }
  bench.server.line.line = undefined;
}

async function windows(bench: Bench): Promise<void> {
  for (const kind of ['CT 512² uncompressed', '5 MP uncompressed', 'MG 14 MP JPEG 2000'] as const) {
    const image = bench.image(kind);
    if (!image) continue;
    const table = new Table(
      `${kind}, a window change (median of ${ROUNDS} times 30, ms of the main thread)`,
      ['change'],
    );
    for (let round = 0; round < ROUNDS; round++)
      for (const peer of PEERS)
        await table.add(peer, () => onPage(bench, peer, image, async (page) => [await page.windowChange()]));
    table.print();
  }
}

async function memory(bench: Bench): Promise<void> {
  const image = bench.image('US 34 frames');
  if (!image) return;
  const table = new Table('34 colour frames loaded (median of 3, MB of heap and buffers)', ['memory']);
  for (let round = 0; round < 3; round++)
    for (const peer of PEERS)
      await table.add(peer, () => onPage(bench, peer, image, async (page) => [await page.memory()]));
  table.print();
}

async function large(bench: Bench): Promise<void> {
  const image = bench.image('250 MB, 500 frames');
  if (!image) return;
  const table = new Table('250 MB of 500 frames, first frame (median of 3, ms)', ['picture', 'file']);
  for (let round = 0; round < 3; round++)
    for (const peer of PEERS) await table.add(peer, () => firstFrame(bench, peer, image));
  table.print();
}

async function firstFrame({ browser, server }: Bench, peer: Peer, image: BenchImage): Promise<number[]> {
  const context = await browser.newContext();
  try {
    const page = await BenchPage.open(context);
    const { picture, source } = await page.load(server, peer, image);
    return [picture, source];
  } finally {
    await context.close();
  }
}

async function onPage(
  { browser, server }: Bench,
  peer: Peer,
  image: BenchImage,
  measure: (page: BenchPage) => Promise<number[]>,
): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await BenchPage.open(context);
    await page.load(server, peer, image);
    return await measure(page);
  } finally {
    await context.close();
  }
}
