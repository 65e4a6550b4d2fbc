// What every page of the comparison begins with: what to show, and how it says that it was painted.
const asked = new URLSearchParams(location.search);
window.bench = {
  element: document.getElementById('image'),
  file: asked.get('file'),
  job: asked.get('job'),
  frames: Number(asked.get('frames') ?? 1),
  painted: undefined,
  paint: () => (window.bench.painted ??= performance.now()),
  frame: () => new Promise((resolve) => requestAnimationFrame(resolve)),
};
