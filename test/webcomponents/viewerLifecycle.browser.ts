import '../../webcomponents/define.ts';
import { equal, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomSlice } from './support/dicomFrames.ts';
import { drawn } from './support/gestures.ts';
import { canvasOf, mount, pixelAt } from './support/viewer.ts';

/** Counts the listeners on targets that outlive an element. */
function countListeners(targets: readonly EventTarget[]): { left: () => number; stop: () => void } {
  let left = 0;
  for (const target of targets) {
    target.addEventListener = (...of: Parameters<EventTarget['addEventListener']>) => {
      left++;
      EventTarget.prototype.addEventListener.apply(target, of);
    };
    target.removeEventListener = (...of: Parameters<EventTarget['removeEventListener']>) => {
      left--;
      EventTarget.prototype.removeEventListener.apply(target, of);
    };
  }
  const stop = (): void => {
    for (const target of targets) {
      Reflect.deleteProperty(target, 'addEventListener');
      Reflect.deleteProperty(target, 'removeEventListener');
    }
  };
  return { left: () => left, stop };
}

describe('the lifecycle of a viewer', function () {
  this.timeout(60_000);

  it('leaves no listener, active canvas or retained viewer after 100 rounds', async () => {
    const files = [0, 10].map((position) => new Blob([dicomSlice({ level: 100 + position, position })]));
    const counted = countListeners([document, window]);
    const removed: WeakRef<Element>[] = [];
    try {
      for (let round = 0; round < 100; round++) {
        const viewer = mount({ width: 900, height: 500 });
        viewer.files = files;
        const canvas = await canvasOf(viewer);
        await waitFor('the image', () => pixelAt(canvas, 0.5, 0.5)[0]! >= 100);
        removed.push(new WeakRef(viewer));
        viewer.remove();
        equal(viewer.toolContext, undefined);
        equal(viewer.renderRoot.querySelectorAll('.canvas canvas').length, 0);
      }
      await drawn();
      equal(counted.left(), 0, 'listeners that were not removed');
    } finally {
      counted.stop();
    }
    equal(document.querySelectorAll('dicom-viewer').length, 0);
    // `gc` is exposed by a flag of Chromium. In other browsers, the count of listeners must suffice.
    const { gc } = globalThis as { gc?: () => void };
    if (!gc) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
    gc();
    await drawn();
    gc();
    const retained = removed.filter((viewer) => viewer.deref() !== undefined).length;
    // The engine may retain the last few in its stack and caches; a leak would retain all.
    ok(retained <= 5, `${retained} viewers of 100 are retained`);
  });

  it('does not fail when resized without an image', async () => {
    const viewer = mount({ width: 900, height: 500 });
    viewer.file = new Blob([dicomSlice({ level: 100 })]);
    await canvasOf(viewer);
    viewer.file = new Blob(['no image']);
    viewer.style.width = '700px';
    await drawn();
    await waitFor('the error', () => viewer.renderRoot.querySelector('.message strong'));
    equal(viewer.toolContext, undefined);
    viewer.remove();
  });
});
