// <dicom-viewer> from the stack's site: a job of the API, its rendition and its source by ranges. At `/ours-file/`,
// the page fetches the same file and sets it as a property.
const { element, file, job, frames, paint, paintSource, frame } = window.bench;
const viewer = document.createElement('dicom-viewer');
viewer.style.cssText = 'width: 100%; height: 100%';
if (location.pathname.startsWith('/ours-file/')) {
  const answer = fetch(file);
  element.append(viewer);
  viewer.file = await (await answer).blob();
} else {
  Object.assign(viewer, { apiUrl: `${location.origin}/api`, token: 'bench', jobId: job });
  element.append(viewer);
}
await customElements.whenDefined('dicom-viewer');

// The viewport's event, as for the legacy stack; it does not leave the shadow tree.
await new Promise((resolve) => {
  const rendered = () => {
    paint();
    const { image } = viewer.toolContext?.viewport ?? {};
    // A rendition is an ordinary image.
    if (!image?.facts.some(({ name }) => name === 'TransferSyntax')) return;
    viewer.renderRoot.removeEventListener('cornerstoneimagerendered', rendered, { capture: true });
    paintSource();
    resolve();
  };
  viewer.renderRoot.addEventListener('cornerstoneimagerendered', rendered, { capture: true });
});

const stage = viewer.renderRoot.querySelector('.stage');
const { left, top, width, height } = stage.getBoundingClientRect();
const pointer = (type, step) =>
  stage.dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      composed: true,
      isPrimary: true,
      pointerId: 1,
      pointerType: 'mouse',
      button: type === 'pointermove' ? -1 : 0,
      buttons: type === 'pointerup' ? 0 : 1,
      clientX: left + width / 2 + step,
      clientY: top + height / 2,
    }),
  );
window.bench.changeWindow = async (step) => {
  if (step === 0) pointer('pointerdown', 0);
  pointer('pointermove', 1 + step);
  await frame();
};
window.bench.loadFrames = async () => {
  for (let index = 0; index < frames; index++) {
    viewer.toolContext.goTo(index);
    for (let wait = 0; wait < 2; wait++) await frame();
    while (viewer.renderRoot.querySelector('[aria-busy="true"]')) await frame();
  }
};
