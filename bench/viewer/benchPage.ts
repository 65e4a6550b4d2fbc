import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { jobIdOf, type BenchServer } from './benchServer.ts';
import type { Peer } from './peers.ts';

/** An image of the comparison and its index among the server's images. */
export interface BenchImage {
  readonly name: string;
  readonly index: number;
  readonly frames: number;
}

/** Times in milliseconds since the navigation. */
export interface Painted {
  /** The first picture, which may be a rendition. */
  readonly picture: number;
  /** The first picture with the pixels of the file. */
  readonly source: number;
}

interface BenchWindow {
  painted?: number;
  paintedSource?: number;
  changeWindow(step: number): Promise<void>;
  loadFrames(): Promise<void>;
  frame(): Promise<void>;
}

/** A page that is blank for longer is counted as a failure. */
const PATIENCE_MS = 60_000;

/** Window changes in one measured round. */
const CHANGES = 30;

/** One viewer in its own tab. */
export class BenchPage {
  readonly #page: Page;
  readonly #devTools: CDPSession;
  readonly #problems: string[] = [];

  private constructor(page: Page, devTools: CDPSession) {
    this.#page = page;
    this.#devTools = devTools;
    page.on('pageerror', ({ message }) => this.#problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(message.text());
    });
  }

  static async open(context: BrowserContext): Promise<BenchPage> {
    const page = await context.newPage();
    return new BenchPage(page, await context.newCDPSession(page));
  }

  /** Measures the times from the navigation to the first painted picture, and to the first one from the file's pixels. */
  async load(server: BenchServer, peer: Peer, { name, index, frames }: BenchImage): Promise<Painted> {
    const query = new URLSearchParams({
      file: `/files/${name}`,
      job: jobIdOf(index),
      frames: String(frames),
    });
    await this.#page.goto(`${server.origin}/${peer}/?${query}`, { waitUntil: 'commit' });
    try {
      const painted = await this.#page.waitForFunction(
        () => {
          const { bench } = window as unknown as { bench?: BenchWindow };
          return bench?.paintedSource && { picture: bench.painted!, source: bench.paintedSource };
        },
        undefined,
        { timeout: PATIENCE_MS },
      );
      return (await painted.jsonValue()) as Painted;
    } catch (cause) {
      throw new Error(`${peer} shows nothing of ${name}: ${this.#problems.join('; ')}`, { cause });
    }
  }

  /** Measures the main thread's CPU time for one window change in ms, minus that of as many idle frames. */
  async windowChange(): Promise<number> {
    await this.#changes(5);
    const busy = await this.#mainThread(() => this.#changes(CHANGES));
    const idle = await this.#mainThread(() => this.#idle(CHANGES));
    return Math.max(0, busy - idle) / CHANGES;
  }

  /** Measures JavaScript objects and their buffers in megabytes (10^6), with all frames loaded and after a collection. */
  async memory(): Promise<number> {
    await this.#page.evaluate(() => (window as unknown as { bench: BenchWindow }).bench.loadFrames());
    await this.#devTools.send('HeapProfiler.enable');
    for (let pass = 0; pass < 3; pass++) await this.#devTools.send('HeapProfiler.collectGarbage');
    const usage = (await this.#devTools.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      backingStorageSize?: number;
    };
    return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6;
  }

  async screenshot(path: string): Promise<void> {
    await this.#page.screenshot({ path });
  }

  close(): Promise<void> {
    return this.#page.close();
  }

  async #mainThread(act: () => Promise<void>): Promise<number> {
    await this.#devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await this.#taskDuration();
    await act();
    return (await this.#taskDuration()) - before;
  }

  async #taskDuration(): Promise<number> {
    const { metrics } = await this.#devTools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  }

  #changes(count: number): Promise<void> {
    return this.#page.evaluate(async (steps) => {
      const { bench } = window as unknown as { bench: BenchWindow };
      for (let step = 0; step < steps; step++) await bench.changeWindow(step);
    }, count);
  }

  #idle(count: number): Promise<void> {
    return this.#page.evaluate(async (steps) => {
      const { bench } = window as unknown as { bench: BenchWindow };
      for (let step = 0; step < steps; step++) await bench.frame();
    }, count);
  }
}

/** Measures the load times with an empty cache, and again in the same profile. */
export async function coldAndWarm(
  browser: Browser,
  server: BenchServer,
  peer: Peer,
  image: BenchImage,
): Promise<{ cold: Painted; warm: Painted; code: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const once = async (): Promise<Painted> => {
      const page = await BenchPage.open(context);
      const time = await page.load(server, peer, image);
      await page.close();
      return time;
    };
    server.code = 0;
    const cold = await once();
    const { code } = server;
    return { cold, warm: await once(), code };
  } finally {
    await context.close();
  }
}
