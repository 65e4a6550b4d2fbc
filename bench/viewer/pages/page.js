// Common to all pages of the comparison: provides the image to show, and records when it is painted.
const asked = new URLSearchParams(location.search);
window.bench = {
  element: document.getElementById('image'),
  file: asked.get('file'),
  job: asked.get('job'),
  frames: Number(asked.get('frames') ?? 1),
  // Times in ms since the navigation: the first picture, and the first one with the file's pixels.
  painted: undefined,
  paintedSource: undefined,
  paint: () => (window.bench.painted ??= performance.now()),
  paintSource: () => (window.bench.paintedSource ??= window.bench.paint() && performance.now()),
  frame: () => new Promise((resolve) => requestAnimationFrame(resolve)),
};
