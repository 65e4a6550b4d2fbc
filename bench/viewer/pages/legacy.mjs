// cornerstone-core with cornerstone-wado-image-loader's dynamic import build, as their examples embed them.
const { cornerstone, cornerstoneWADOImageLoader, dicomParser } = window;
cornerstoneWADOImageLoader.external.cornerstone = cornerstone;
cornerstoneWADOImageLoader.external.dicomParser = dicomParser;
cornerstoneWADOImageLoader.configure({ useWebWorkers: true });
cornerstoneWADOImageLoader.webWorkerManager.initialize({
  maxWebWorkers: 1,
  startWebWorkersOnDemand: true,
  taskConfiguration: { decodeTask: { initializeCodecsOnStartup: false, strict: false } },
});

const { element, file, frames, paintSource, frame } = window.bench;
cornerstone.enable(element);
element.addEventListener('cornerstoneimagerendered', paintSource, { once: true });
const id = (index) => `wadouri:${file}${frames > 1 ? `?frame=${index}` : ''}`;
const image = await cornerstone.loadAndCacheImage(id(0));
cornerstone.displayImage(element, image);

window.bench.changeWindow = async (step) => {
  const viewport = cornerstone.getViewport(element);
  viewport.voi.windowWidth = 400 + step;
  cornerstone.setViewport(element, viewport);
  await frame();
};
window.bench.loadFrames = async () => {
  for (let index = 0; index < frames; index++) await cornerstone.loadAndCacheImage(id(index));
};
