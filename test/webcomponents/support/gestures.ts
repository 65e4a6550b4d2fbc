import type { DicomViewer } from '../../../webcomponents/dicomViewer/dicomViewer.ts';
import type { Point } from '../../../webcomponents/dicomViewer/affine.ts';
import { waitFor } from '../../support/waitFor.ts';

/** Waits for two animation frames, after which requested changes are drawn. */
export const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** Presses buttons of the toolbar. */
export async function press(viewer: DicomViewer, ...tools: string[]): Promise<void> {
  for (const tool of tools)
    (
      await waitFor(`the button ${tool}`, () =>
        viewer.renderRoot.querySelector<HTMLButtonElement>(`[data-tool="${tool}"]:enabled`),
      )
    ).click();
}

export const stageOf = (viewer: DicomViewer): HTMLElement =>
  viewer.renderRoot.querySelector<HTMLElement>('.stage')!;

/** Focuses the stage and presses keys, such as `ArrowUp` or `Ctrl+ArrowUp`. */
export async function keys(viewer: DicomViewer, ...names: string[]): Promise<void> {
  const stage = stageOf(viewer);
  stage.focus();
  for (const name of names) {
    const [key, modifier] = name.split('+').reverse() as [string, string | undefined];
    stage.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: key === 'Plus' ? '+' : key,
        ctrlKey: modifier === 'Ctrl',
        shiftKey: modifier === 'Shift',
        altKey: modifier === 'Alt',
        bubbles: true,
        cancelable: true,
      }),
    );
  }
  await viewer.updateComplete;
}

interface Press {
  pointerId?: number;
  pointerType?: 'mouse' | 'touch';
  button?: number;
}

/** Dispatches a pointer event at a position on the stage, in CSS pixels. */
export function point(
  viewer: DicomViewer,
  type: 'pointerdown' | 'pointermove' | 'pointerup',
  { x, y }: Point,
  { pointerId = 1, pointerType = 'mouse', button = 0 }: Press = {},
): void {
  const stage = stageOf(viewer);
  // The browser captures only pointers of real devices.
  stage.setPointerCapture = () => undefined;
  const { left, top } = stage.getBoundingClientRect();
  stage.dispatchEvent(
    new PointerEvent(type, {
      pointerId,
      pointerType,
      button,
      clientX: left + x,
      clientY: top + y,
      bubbles: true,
      isPrimary: pointerId === 1,
    }),
  );
}

/** Drags from one pixel of the image to another. */
export function drag(viewer: DicomViewer, from: Point, to: Point, how: Press = {}): void {
  const { viewport } = viewer.toolContext!;
  point(viewer, 'pointerdown', viewport.toScreen(from), how);
  point(viewer, 'pointermove', viewport.toScreen(to), how);
  point(viewer, 'pointerup', viewport.toScreen(to), how);
}

export function click(viewer: DicomViewer, at: Point): void {
  const { viewport } = viewer.toolContext!;
  point(viewer, 'pointermove', viewport.toScreen(at));
  point(viewer, 'pointerdown', viewport.toScreen(at));
  point(viewer, 'pointerup', viewport.toScreen(at));
}
