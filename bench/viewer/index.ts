import { parseArgs } from 'node:util';
import { launch } from '../../test/browser/chromium.ts';
import { benchImages, type ImageKind } from './benchImages.ts';
import { BenchPage, coldAndWarm, type BenchImage } from './benchPage.ts';
import { benchServer } from './benchServer.ts';
import { CLINIC } from './line.ts';
import { buildPeers, PEERS, type Peer } from './peers.ts';
import { Table } from './table.ts';

/** For the window: as many measured rounds a peer and image. */
const ROUNDS = 5;

type Bench = Awaited<ReturnType<typeof prepare>>;

const PARTS = { loads, windows, memory, large } as const;

/**
 * `npm run bench -- viewer [--loads N] [--only loads|windows|memory|large]`: the viewer beside dwv, the legacy stack and
 * Cornerstone3D, interleaved in one run: bytes, first pixel cold and warm, unthrottled and over a clinic's line, the
 * main thread's time for a window change, memory with every frame loaded, the first frame of a large file. Medians.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { loads: { type: 'string', default: '15' }, only: { type: 'string' } },
  });
  if (values.only !== undefined && !(values.only in PARTS))
    throw new Error(`--only takes ${Object.keys(PARTS).join(', ')}, not ${values.only}`);
  const bench = await prepare(Number(values.loads));
  try {
    for (const [name, part] of Object.entries(PARTS))
      if (values.only === undefined || values.only === name) await part(bench);
  } finally {
    await bench.close();
  }
}

async function prepare(count: number) {
  const { bytes, images } = benchImages();
  const server = await benchServer(buildPeers(), bytes);
  const browser = await launch({ args: ['--js-flags=--expose-gc'] });
  return {
    server,
    browser,
    count,
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
    for (const line of [undefined, CLINIC]) {
      bench.server.line.line = line;
      const title = `${kind}, first pixel${line ? ' over 30 Mbit/s and 20 ms' : ''} (median of ${bench.count}, ms)`;
      const table = new Table(title, ['cold', 'warm', 'code KB']);
      for (let load = 0; load < bench.count; load++)
        for (const peer of PEERS)
          await table.add(peer, async () => {
            const { cold, warm, code } = await coldAndWarm(bench.browser, bench.server, peer, image);
            return [cold, warm, code / 1000];
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
  const image = bench.image('250 MB, 500 frames')!;
  const table = new Table('250 MB of 500 frames, first frame (median of 3, ms)', ['first']);
  for (let round = 0; round < 3; round++)
    for (const peer of PEERS) await table.add(peer, () => firstFrame(bench, peer, image));
  table.print();
}

async function firstFrame({ browser, server }: Bench, peer: Peer, image: BenchImage): Promise<number[]> {
  const context = await browser.newContext();
  try {
    const page = await BenchPage.open(context);
    return [await page.load(server, peer, image)];
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
