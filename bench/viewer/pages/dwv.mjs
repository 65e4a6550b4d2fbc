// dwv as in its documentation: one view in one layer group, with workers from the page's origin.
import { App, AppOptions, ViewConfig, WindowLevel } from 'dwv';

const { element, file, paintSource, frame } = window.bench;
element.id = 'layers';
const app = new App();
app.init(new AppOptions({ '*': [new ViewConfig('layers')] }));
app.addEventListener('load', () => app.fitToContainer());
const loaded = new Promise((resolve, reject) => {
  app.addEventListener('load', resolve);
  app.addEventListener('error', ({ error }) => reject(error));
});
app.addEventListener('renderend', paintSource);
app.loadURLs([file]);

window.bench.changeWindow = async (step) => {
  const view = app.getActiveLayerGroup().getActiveViewLayer().getViewController();
  view.setWindowLevel(new WindowLevel(40, 400 + step));
  await frame();
};
window.bench.loadFrames = () => loaded;
