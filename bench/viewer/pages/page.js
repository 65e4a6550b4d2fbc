// What every page of the comparison begins with: what to show, and how it says that it was painted.
const asked = new URLSearchParams(location.search);
window.bench = {
  element: document.getElementById('image'),
  file: asked.get('file'),
  job: asked.get('job'),
  frames: Number(asked.get('frames') ?? 1),
  // Milliseconds from the navigation to the first picture, and to the first one of the file's own pixels.
  painted: undefined,
  paintedSource: undefined,
  paint: () => (window.bench.painted ??= performance.now()),
  paintSource: () => (window.bench.paintedSource ??= window.bench.paint() && performance.now()),
  frame: () => new Promise((resolve) => requestAnimationFrame(resolve)),
};
