// <dicom-viewer> from the stack's own site: a job over the API, then its source by ranges.
const { element, job, frames, paint, frame } = window.bench;
await import(/* @vite-ignore */ `${location.origin}/site/viewer/define-viewer.js`);
const viewer = document.createElement('dicom-viewer');
viewer.style.cssText = 'width: 100%; height: 100%';
viewer.apiUrl = `${location.origin}/api`;
viewer.token = 'bench';
viewer.jobId = job;
element.append(viewer);
while (!viewer.toolContext || viewer.renderRoot.querySelector('.preview')) await frame();
// What is shown is drawn at the next frame of the screen.
await frame();
paint();

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
