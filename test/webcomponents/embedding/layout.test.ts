import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomSlice } from '../support/dicomFrames.ts';
import { waitFor } from '../../support/waitFor.ts';

type Viewer = HTMLElementTagNameMap['dicom-viewer'];

/** The page: one element with full width, and one in a narrow column. */
const PAGE = (site: string): string => `<script type="module" src="${site}/viewer/define.js"></script>
<link rel="icon" href="data:,">
<div id="column"><dicom-viewer><p slot="empty">Nothing here yet</p><b slot="panel">From the page</b></dicom-viewer></div>
<dicom-analyzer api-url="${site}/api" batch="${'b'.repeat(32)}"></dicom-analyzer>`;

describe('the elements in a page’s layout', function () {
  this.timeout(60_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  let page: Page;
  let viewer: Locator;

  before(async () => {
    [browser, embedding] = await Promise.all([
      launchChromium(),
      embeddingPage({ policy: (site) => portalPolicy(site).replace('style-src', ''), page: PAGE }),
    ]);
    const jobs = `${embedding.site}/fake/jobs/${'1'.repeat(32)}`;
    const error = { code: 'truncated', message: 'The file is truncated.' };
    await fetch(jobs, {
      method: 'PUT',
      body: JSON.stringify({ state: 'rejected', batch: 'b'.repeat(32), error }),
    });
    page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    await page.goto(embedding.pageUrl);
    viewer = page.locator('dicom-viewer').first();
    await page.locator('dicom-analyzer li.row').waitFor();
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  const boxOf = async (selector: string): Promise<{ x: number; y: number; width: number; height: number }> =>
    (await viewer.locator(selector).first().boundingBox())!;

  /** Reads the canvas along its middle row, from left to right as displayed. */
  const middleRow = (): Promise<number[]> =>
    viewer.evaluate((element: Viewer) => {
      const canvas = element.renderRoot.querySelector('canvas')!;
      const { viewport } = element.toolContext!;
      const scale = canvas.width / canvas.getBoundingClientRect().width;
      const context = canvas.getContext('2d')!;
      return [0.25, 0.75].map((part) => {
        const at = viewport.toScreen({ x: part * viewport.image!.width, y: 8 });
        return context.getImageData(at.x * scale, at.y * scale, 1, 1).data[0]!;
      });
    });

  /** Waits until the canvas has these levels: after a resize it is repainted in an animation frame. */
  async function paints(expected: number[]): Promise<void> {
    let row: number[] = [];
    await waitFor(
      () => `the levels ${String(expected)}, not ${String(row)}`,
      async () => String((row = await middleRow())) === String(expected),
    );
  }

  /** Makes a slice that is darker on the left. */
  const halves = (): Uint8Array => {
    const bytes = dicomSlice({ level: 200 });
    for (let at = bytes.length - 256; at < bytes.length; at++) if (at % 16 < 8) bytes[at] = 40;
    return bytes;
  };

  it('shows the slot `empty` until there is an image, and the slot `panel` next to it', async () => {
    assert.ok(await page.getByText('Nothing here yet').isVisible());
    assert.equal(await viewer.getByText('No image selected').count(), 1);
    assert.equal(
      await viewer.getByText('No image selected').isVisible(),
      false,
      'the slot replaces the default text',
    );
    const base64 = Buffer.from(halves()).toString('base64');
    await viewer.evaluate((element: Viewer, encoded) => {
      element.file = new Blob([Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))]);
    }, base64);
    await viewer.locator('.corner.start').waitFor();
    assert.equal(await page.getByText('Nothing here yet').isVisible(), false);
    assert.ok(await page.getByText('From the page').isVisible());
  });

  it('mirrors the layout from right to left, but not the image', async () => {
    await viewer.locator('.corner.start').waitFor();
    const before = { row: await middleRow(), toolbar: await boxOf('[data-tool="window"]') };
    assert.deepEqual(before.row, [40, 200]);
    assert.equal(await viewer.locator('[data-edge="left"]').innerText(), 'R');
    await viewer.evaluate((element) => element.setAttribute('dir', 'rtl'));
    const stage = await boxOf('.stage');
    const panel = await boxOf('.panel');
    assert.ok(panel.x + panel.width <= stage.x + 1, 'the panel is on the left');
    assert.ok((await boxOf('[data-tool="window"]')).x > (await boxOf('[data-tool="zoom"]')).x);
    await paints(before.row);
    const letter = await boxOf('[data-edge="left"]');
    assert.ok(Math.abs(letter.x - stage.x) < 2, 'the left letter is on the left');
    assert.equal(await viewer.locator('[data-edge="left"]').innerText(), 'R');
    await viewer.locator('[data-tool="window"]').focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(
      await viewer.evaluate((element) => element.shadowRoot?.activeElement?.getAttribute('data-tool')),
      'pan',
      'the arrow key moves the focus in its direction',
    );
    await viewer.evaluate((element) => element.removeAttribute('dir'));
  });

  it('keeps the direction of numbers and names from right to left', async () => {
    await viewer.locator('.corner.start').waitFor();
    const turned = await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
      const texts = [...document.querySelectorAll('dicom-viewer, dicom-analyzer')].flatMap((element) =>
        [...element.shadowRoot!.querySelectorAll('bdi, .title')].flatMap((one) => {
          const nodes = [...one.childNodes].filter((node): node is Text => node instanceof Text);
          const filled = nodes.filter(({ data }) => data.trim() !== '');
          if (filled.length === 0) return [];
          const ends = [
            { node: filled[0]!, at: filled[0]!.data.search(/\S/) },
            { node: filled.at(-1)!, at: filled.at(-1)!.data.trimEnd().length - 1 },
          ];
          const [left, right] = ends.map(({ node, at }) => {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            return range.getBoundingClientRect();
          });
          return {
            text: one.textContent.trim(),
            oneLine: left!.top === right!.top,
            right: left!.left <= right!.left,
          };
        }),
      );
      document.documentElement.dir = '';
      return texts;
    });
    const shown = turned.map(({ text }) => text);
    for (const wanted of ['-1000', '0.5 \\ 0.5', '0 completed'])
      assert.ok(shown.includes(wanted), `${wanted} is not among ${shown.join('; ')}`);
    assert.deepEqual(
      turned.filter(({ oneLine, right }) => oneLine && !right),
      [],
    );
  });

  it('draws separators only between groups of tools in the same row, at every width', async () => {
    for (const width of [1000, 960, 900, 860, 800, 740, 660, 560, 500, 420]) {
      await viewer.evaluate((element, wide) => (element.style.width = `${wide}px`), width);
      const rows = await viewer.evaluate((element) => {
        const bar = element.shadowRoot!.querySelector('.toolbar')!;
        const start = bar.getBoundingClientRect().left;
        let row = -1;
        return [...bar.querySelectorAll('.group')].map((group) => {
          const { left, top } = group.getBoundingClientRect();
          const first = top !== row;
          row = top;
          return { first, drawn: left >= start };
        });
      });
      for (const { first, drawn } of rows)
        assert.equal(drawn, !first, `at ${width} px: ${JSON.stringify(rows)}`);
    }
    await viewer.evaluate((element) => (element.style.width = ''));
  });

  it('keeps the stage uncovered and the panel reachable at 280 px, with thumbnails of several series', async () => {
    const files = [1, 2, 3].map((series) => [...dicomSlice({ level: 90, series: `1.2.${series}` })]);
    await viewer.evaluate(async (element: Viewer, values) => {
      element.style.width = '280px';
      element.file = undefined;
      element.files = values.map((bytes) => new Blob([new Uint8Array(bytes)]));
      await element.updateComplete;
    }, files);
    await viewer.locator('.strip button').nth(2).waitFor();
    await viewer.locator('.stage').press('j');
    await viewer.locator('.adjust').waitFor();
    const [stage, strip, adjust] = [await boxOf('.stage'), await boxOf('.strip'), await boxOf('.adjust')];
    assert.ok(
      stage.height >= 220 && stage.y + stage.height <= strip.y + 0.5,
      JSON.stringify({ stage, strip }),
    );
    assert.ok(
      adjust.x >= stage.x && adjust.y >= stage.y && adjust.y + adjust.height <= stage.y + stage.height,
      JSON.stringify({ stage, adjust }),
    );
    const split = await viewer
      .locator('dd bdi')
      .evaluateAll((all) =>
        all
          .filter((one) => one.textContent.trim() === 'MONOCHROME2')
          .map((one) => one.getClientRects().length),
      );
    assert.deepEqual(split, [1], 'a word is not broken');
    const below = await viewer.evaluate((element) => {
      element.style.height = '320px';
      const panel = element.shadowRoot!.querySelector('.panel')!;
      panel.scrollIntoView({ block: 'end' });
      const [inner, outer] = [panel.getBoundingClientRect(), element.getBoundingClientRect()];
      element.style.height = '';
      return { height: inner.height, over: inner.bottom - outer.bottom };
    });
    assert.ok(
      below.height >= 120 && below.over < 1,
      `the panel can be scrolled to: ${JSON.stringify(below)}`,
    );
    await viewer.locator('.stage').press('Escape');
    await viewer.evaluate(
      async (element: Viewer, bytes) => {
        element.style.width = '';
        element.files = [];
        element.file = new Blob([new Uint8Array(bytes)]);
        await element.updateComplete;
      },
      [...halves()],
    );
    await viewer.locator('.corner.start').waitFor();
  });

  it('fits into 280 px, depending on its width and not on the width of the window', async () => {
    for (const element of ['dicom-viewer', 'dicom-analyzer']) {
      await page
        .locator(element)
        .first()
        .evaluate((one) => (one.style.width = '280px'));
      const wide = await page
        .locator(element)
        .first()
        .evaluate((one) =>
          [...one.shadowRoot!.querySelectorAll('*')]
            .filter((each) => !each.closest('svg, .visually-hidden, .toolbar, .canvas, select'))
            .filter((each) => each.getBoundingClientRect().right > one.getBoundingClientRect().right + 1)
            .map(({ className }) => className),
        );
      assert.deepEqual(wide, [], element);
    }
    const stage = await boxOf('.stage');
    assert.ok(stage.width >= 270 && stage.height >= 200, JSON.stringify(stage));
    const panel = await boxOf('.panel');
    assert.ok(panel.y >= stage.y + stage.height, 'the panel is below');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('dicom-viewer, dicom-analyzer')].flatMap((element) =>
        [...element.shadowRoot!.querySelectorAll('button, select, input:not([type="file"])')]
          .map((control) => ({ control, box: control.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ control }) => control.outerHTML),
      ),
    );
    assert.deepEqual(small, [], 'targets under 24 px');
    for (const element of ['dicom-viewer', 'dicom-analyzer'])
      await page
        .locator(element)
        .first()
        .evaluate((one) => (one.style.width = ''));
  });

  it('applies light, dark and forced colours, but not to the image', async () => {
    const surface = (): Promise<string> =>
      page.locator('dicom-analyzer').evaluate((element) => getComputedStyle(element).backgroundColor);
    const row = [40, 200];
    const seen: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light dark'));
      seen.push(await surface());
      await paints(row);
    }
    assert.deepEqual(seen, ['rgb(255, 255, 255)', 'rgb(21, 25, 29)']);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    const adjust = (selector: string): Promise<string> =>
      viewer
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).getPropertyValue('forced-color-adjust'));
    assert.equal(await adjust('canvas'), 'none');
    assert.notEqual(await adjust('.overlay'), 'auto');
    assert.equal(await adjust('.panel'), 'auto');
    const outline = await viewer
      .locator('[data-tool="window"]')
      .evaluate((one) => getComputedStyle(one).outlineStyle);
    assert.equal(outline, 'solid', 'the active tool is marked by more than a colour');
    await paints(row);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  });

  it('draws a focus outline over the image', async () => {
    await viewer.locator('.stage').focus();
    await page.keyboard.press('Shift');
    const ring = await viewer.locator('.stage').evaluate((stage) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(stage, '::after');
      return `${borderTopWidth} ${borderTopStyle}`;
    });
    assert.equal(ring, '2px solid');
  });

  it('keeps several analyzers with different batches apart', async () => {
    await page.evaluate(() => {
      const second = document.createElement('dicom-analyzer');
      Object.assign(second, {
        apiUrl: document.querySelector('dicom-analyzer')!.apiUrl,
        batch: 'c'.repeat(32),
        token: 'good',
      });
      document.body.append(second);
    });
    const both = page.locator('dicom-analyzer');
    await both.nth(1).locator('.status', { hasText: 'No images yet' }).waitFor();
    assert.equal(await both.nth(0).locator('li.row').count(), 1);
    assert.equal(await both.nth(1).locator('li.row').count(), 0);
    await both.nth(0).locator('li.row .choose').click();
    await both.nth(0).locator('dicom-viewer .message', { hasText: 'The file is truncated.' }).waitFor();
    assert.equal(
      await both.nth(1).locator('dicom-viewer .message', { hasText: 'No image selected' }).count(),
      1,
    );
    assert.deepEqual(await page.evaluate(() => window.violations), []);
  });
});
