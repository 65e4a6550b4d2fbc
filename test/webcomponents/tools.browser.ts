import '../../webcomponents/define.ts';
import { svg } from 'lit';
import { DicomViewer } from '../../webcomponents/dicomViewer/dicomViewer.ts';
import { equal, near, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomSlice } from './support/dicomFrames.ts';
import { click, drag, drawn, keys, point, press, stageOf } from './support/gestures.ts';
import { canvasOf, mount, pixelAt } from './support/viewer.ts';

/** Mounts a viewer with a CT slice of 16 by 16 pixels of 0.5 mm, all of level 100: -900 HU. */
async function shown(): Promise<DicomViewer> {
  const viewer = mount({ width: 900, height: 600 });
  viewer.file = new Blob([dicomSlice({ level: 100 })]);
  const canvas = await canvasOf(viewer);
  await waitFor('the slice', () => pixelAt(canvas, 0.5, 0.5)[0] === 100);
  return viewer;
}

const level = async (viewer: DicomViewer): Promise<number> => pixelAt(await canvasOf(viewer), 0.5, 0.5)[0]!;

const measurements = (viewer: DicomViewer): string[] =>
  [...viewer.renderRoot.querySelectorAll('.measurements tr')].map((row) =>
    [...row.querySelectorAll('th, td div')].map(({ textContent }) => textContent.trim()).join(' | '),
  );

const window = ({ toolContext }: DicomViewer): string => {
  const { width, center } = toolContext!.viewport.voi!;
  return `${width}/${center}`;
};

describe('the viewer’s tools', () => {
  afterEach(() => document.querySelectorAll('dicom-viewer').forEach((viewer) => viewer.remove()));

  it('measure a length by dragging: 3 and 4 pixels of 0.5 mm are 2.5 mm', async () => {
    const viewer = await shown();
    await press(viewer, 'length');
    drag(viewer, { x: 2, y: 3 }, { x: 5, y: 7 });
    await waitFor('the measurement', () => measurements(viewer)[0]);
    equal(measurements(viewer).join(), 'Length | 2.50 mm');
    equal(
      viewer.renderRoot.querySelector('.measurement[data-kind="length"] text')?.textContent.trim(),
      '2.50 mm',
      'shows the same text on the image',
    );
  });

  it('measure an angle by clicks, and move one of its points', async () => {
    const viewer = await shown();
    await press(viewer, 'angle');
    for (const at of [
      { x: 10, y: 2 },
      { x: 2, y: 2 },
      { x: 2, y: 10 },
    ])
      click(viewer, at);
    await drawn();
    equal(measurements(viewer).join(), 'Angle | 90.0°');
    drag(viewer, { x: 2, y: 10 }, { x: 10, y: 10 });
    await drawn();
    equal(measurements(viewer).join(), 'Angle | 45.0°');
  });

  it('measure regions and values, keep them with their image, and remove them', async () => {
    const viewer = await shown();
    await press(viewer, 'rectangle');
    drag(viewer, { x: 2, y: 2 }, { x: 6, y: 4 });
    await press(viewer, 'probe');
    click(viewer, { x: 3.5, y: 4.5 });
    await drawn();
    equal(
      measurements(viewer).join('; '),
      'Rectangle | Mean -900 ± 0 HU | -900 … -900 HU | 2.00 mm²; Value | -900 HU | column 3, row 4',
    );
    await press(viewer, 'erase');
    await drawn();
    equal(measurements(viewer).length, 1);
    viewer.renderRoot.querySelector<HTMLButtonElement>('.measurements button')!.click();
    await drawn();
    equal(measurements(viewer).length, 0);
  });

  it('measure with keys alone, in whole pixels, and announce the result', async () => {
    const viewer = await shown();
    await keys(viewer, 'd', 'Enter', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown');
    await keys(viewer, 'ArrowDown', 'ArrowDown', 'Enter');
    equal(measurements(viewer).join(), 'Length | 2.50 mm');
    await waitFor('the announcement', () =>
      viewer.renderRoot.querySelector('.screen > [role="status"]')?.textContent.includes('Length: 2.50 mm'),
    );
    await keys(viewer, 'Delete');
    equal(measurements(viewer).length, 0);
    await keys(viewer, 'a', 'Enter', 'Escape');
    equal(viewer.toolContext!.measurements.draft, undefined, 'Esc cancels the measurement');
    equal(viewer.activeTool.name, 'angle');
    await keys(viewer, 'Escape');
    equal(viewer.activeTool.name, 'window', 'then activates the first tool');
  });

  it('move the cross-hairs in screen directions, whatever the image’s orientation', async () => {
    const viewer = await shown();
    await keys(viewer, 'r', 'p', 'ArrowRight');
    // Rotated 90° clockwise: the right of the screen is the top of the image.
    const { x, y } = viewer.toolContext!.cursor!;
    equal(`${x},${y}`, '8.5,7.5');
    equal(
      viewer.renderRoot.querySelector('.corner .value')?.textContent,
      '-900 HU, column 8, row 7',
      'the value under the cross-hairs',
    );
  });

  it('apply CT presets with 1 to 4 and the menu, and the file’s windows with W', async () => {
    const viewer = await shown();
    for (const [key, expected] of [
      ['1', '400/40'],
      ['2', '1500/-600'],
      ['3', '2500/480'],
      ['4', '80/40'],
    ] as const) {
      await keys(viewer, key);
      equal(window(viewer), expected);
    }
    await keys(viewer, 'w');
    equal(viewer.toolContext!.viewport.voi, undefined);
    const menu = viewer.renderRoot.querySelector<HTMLSelectElement>('select.windows')!;
    equal(menu.selectedOptions[0]!.textContent.trim(), 'File window 1 (W 256 L -872)');
    menu.value = [...menu.options].find(({ text }) => text.startsWith('Lung'))!.value;
    menu.dispatchEvent(new Event('change'));
    await drawn();
    equal(window(viewer), '1500/-600');
    // LINEAR: ((-900 + 600.5) / 1499 + 0.5) × 255 = 76.55
    equal(await level(viewer), 77);
  });

  it('respond to their keys like to their buttons', async () => {
    const viewer = await shown();
    const state = () => viewer.toolContext!.viewport.state!;
    await keys(viewer, 'i');
    ok(state().invert);
    await keys(viewer, 'r');
    equal(state().rotation, 90);
    await keys(viewer, 'l', 'l');
    equal((state().rotation + 360) % 360, 270);
    await keys(viewer, 'h', 'v');
    ok(state().hflip && state().vflip);
    const { scale } = state();
    await keys(viewer, 'Plus');
    near(state().scale, scale * 1.25, 0.001);
    await keys(viewer, '-');
    near(state().scale, scale, 0.001);
    await keys(viewer, '0');
    equal(state().scale, 1);
    await keys(viewer, 'Alt+ArrowRight');
    ok(state().translation.x !== 0, 'panned');
    await keys(viewer, 'Shift+ArrowRight');
    near(viewer.toolContext!.viewport.voi!.width, 256 + 8, 0.01, 'a wider window');
    await keys(viewer, ' ');
    ok(
      !state().invert &&
        state().rotation === 0 &&
        !state().hflip &&
        viewer.toolContext!.viewport.voi === undefined,
    );
    await keys(viewer, '?');
    ok(viewer.renderRoot.querySelector('.help'));
    await keys(viewer, 'Escape');
    equal(viewer.renderRoot.querySelector('.help'), null);
    await keys(viewer, 't');
    equal(viewer.renderRoot.querySelector('.corner.start'), null);
  });

  it('offer number fields and buttons as alternatives to dragging', async () => {
    const viewer = await shown();
    await keys(viewer, 'j');
    const panel = await waitFor('the panel', () => viewer.renderRoot.querySelector<HTMLElement>('.adjust'));
    const set = (name: string, value: string): void => {
      const input = panel.querySelector<HTMLInputElement>(`[name="${name}"]`)!;
      input.value = value;
      input.dispatchEvent(new Event('change'));
    };
    set('width', '500');
    set('center', '-700');
    equal(window(viewer), '500/-700');
    set('width', '');
    set('width', '0');
    equal(window(viewer), '500/-700', 'ignores an empty field and a width of 0');
    set('zoom', '300');
    const { viewport } = viewer.toolContext!;
    near(viewport.state!.scale, 3, 0.001);
    const before = viewport.toScreen({ x: 8, y: 8 });
    for (const step of ['left', 'up', 'up'])
      panel.querySelector<HTMLElement>(`[data-step="${step}"]`)!.click();
    near(viewport.toScreen({ x: 8, y: 8 }).x, before.x - 48, 0.5);
    near(viewport.toScreen({ x: 8, y: 8 }).y, before.y - 96, 0.5);
    await drawn();
    equal(panel.querySelector<HTMLInputElement>('[name="zoom"]')!.value, '300');
    await keys(viewer, 'Escape');
    equal(viewer.renderRoot.querySelector('.adjust'), null);
  });

  it('zoom by pinching around its centre, and pan with two fingers', async () => {
    const viewer = await shown();
    const { viewport } = viewer.toolContext!;
    const { scale } = viewport.state!;
    const before = viewport.toImage({ x: 300, y: 250 });
    const touch = (id: number) => ({ pointerId: id, pointerType: 'touch' }) as const;
    point(viewer, 'pointerdown', { x: 250, y: 250 }, touch(1));
    point(viewer, 'pointerdown', { x: 350, y: 250 }, touch(2));
    for (const step of [10, 20, 30, 40, 50]) {
      point(viewer, 'pointermove', { x: 250 - step, y: 250 }, touch(1));
      point(viewer, 'pointermove', { x: 350 + step, y: 250 }, touch(2));
    }
    near(viewport.state!.scale, scale * 2, scale * 0.02);
    const after = viewport.toImage({ x: 300, y: 250 });
    near(after.x, before.x, 0.3);
    near(after.y, before.y, 0.3);
    for (const id of [1, 2]) point(viewer, 'pointermove', { x: id === 1 ? 200 : 400, y: 290 }, touch(id));
    near(viewport.toImage({ x: 300, y: 290 }).y, after.y, 0.3, 'the image follows the fingers');
    for (const id of [1, 2]) point(viewer, 'pointerup', { x: 300, y: 290 }, touch(id));
    equal(viewport.voi, undefined, 'the window is unchanged');
  });

  it('show the value under a long press', async () => {
    const viewer = await shown();
    const at = viewer.toolContext!.viewport.toScreen({ x: 2.5, y: 3.5 });
    point(viewer, 'pointerdown', at, { pointerType: 'touch' });
    const value = await waitFor('the value', () => viewer.renderRoot.querySelector('.corner .value'));
    equal(value.textContent, '-900 HU, column 2, row 3');
    point(viewer, 'pointerup', at, { pointerType: 'touch' });
  });

  it('keep letters and scale correct through rotation and flips', async () => {
    const viewer = await shown();
    const letters = (): string =>
      ['left', 'right', 'top', 'bottom']
        .map((edge) => viewer.renderRoot.querySelector(`[data-edge="${edge}"]`)?.textContent)
        .join(' ');
    equal(letters(), 'R L A P');
    await press(viewer, 'rotate');
    await drawn();
    equal(letters(), 'P A R L');
    await press(viewer, 'flip-horizontal');
    await drawn();
    equal(letters(), 'A P R L', 'swaps left and right of the screen');
    ok(viewer.renderRoot.querySelector('.corner.note')?.textContent.includes('Flipped'));
    const bar = viewer.renderRoot.querySelector('.scale')!;
    const millimetres = Number(/(\d+) mm/.exec(bar.textContent)![1]);
    const { viewport } = viewer.toolContext!;
    const shownLength = Number(bar.querySelector('svg')!.getAttribute('width'));
    const ratio = devicePixelRatio;
    near(shownLength, (millimetres / 0.5) * (viewport.state!.scale / ratio), 0.5);
  });

  it('include tools added by the page, and reject keys already in use', async () => {
    const before = DicomViewer.tools;
    try {
      let runs = 0;
      DicomViewer.addTool(
        {
          name: 'own',
          label: () => 'Own',
          icon: svg`<path d="M4 4h16" />`,
          keys: ['y'],
          run: () => {
            runs++;
          },
          draw: () => svg`<circle class="own" r="1" />`,
        },
        'probe',
      );
      let rejection = '';
      try {
        DicomViewer.addTool({ name: 'other', label: () => 'Other', icon: svg``, keys: ['d'] });
      } catch (error) {
        rejection = String(error);
      }
      ok(rejection.includes("'other' has a key of the tool 'length'"), rejection);
      const viewer = await shown();
      await press(viewer, 'own');
      await keys(viewer, 'y');
      equal(runs, 2);
      ok(viewer.renderRoot.querySelector('.overlay .own'));
      equal(
        viewer.renderRoot.querySelector('[data-tool="probe"]')!.parentElement,
        viewer.renderRoot.querySelector('[data-tool="own"]')!.parentElement,
      );
    } finally {
      DicomViewer.tools = before;
    }
  });

  it('leave other keys to the page', async () => {
    const viewer = await shown();
    const taken = (init: KeyboardEventInit): boolean =>
      !stageOf(viewer).dispatchEvent(
        new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
      );
    ok(!taken({ key: 'Tab' }));
    ok(!taken({ key: 'r', ctrlKey: true }), 'Ctrl+R');
    ok(!taken({ key: 'l', metaKey: true }));
    ok(!taken({ key: 'Escape' }), 'no action was in progress');
    ok(taken({ key: 'i' }));
  });
});
