// Cornerstone3D: one stack viewport, and one decoding worker from the page's origin.
import { cache, Enums, imageLoader, init, RenderingEngine } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';

const { element, file, frames, paintSource, frame } = window.bench;
await init();
initLoader({ maxWebWorkers: 1 });
const engine = new RenderingEngine('engine');
engine.enableElement({ viewportId: 'stack', type: Enums.ViewportType.STACK, element });
const viewport = engine.getViewport('stack');
element.addEventListener(Enums.Events.IMAGE_RENDERED, paintSource);
const ids = Array.from({ length: frames }, (_, index) =>
  frames > 1 ? `wadouri:${file}?frame=${index + 1}` : `wadouri:${file}`,
);
await viewport.setStack(ids);
viewport.render();

window.bench.changeWindow = async (step) => {
  viewport.setProperties({ voiRange: { lower: -160, upper: 240 + step } });
  viewport.render();
  await frame();
};
window.bench.loadFrames = async () => {
  for (const id of ids) if (!cache.getImage(id)) await imageLoader.loadAndCacheImage(id);
};
