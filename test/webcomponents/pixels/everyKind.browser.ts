import '../../../webcomponents/define.ts';
import { DicomError, openDicom, pixelAspect, toDisplay, type DisplayFrame } from '../../../dicom/index.ts';
import { bytesReader } from '../../../dicom/rangeReader.ts';
import type { DicomViewer } from '../../../webcomponents/dicomViewer/dicomViewer.ts';
import { equal, ok } from '../../browser/assert.ts';
import { waitFor } from '../../support/waitFor.ts';

/** A row of the index of files, by column name. */
type Entry = Record<string, string>;

/** The number of files compared of each kind (photometric interpretation, transfer syntax, bits, LUTs). */
const FILES_PER_KIND = 3;
const PARTS = 10;
/** Larger images take longer without covering other cases. */
const MAX_PIXELS = 1_400_000;

/** All photometric interpretations in the index. */
const PHOTOMETRIC = [
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
];
const FORMS = ['none', 'window', 'rescale', 'modLUT', 'voiLUT', 'palette'];

/** The only file with a SIGMOID window, compared despite its size. No file has LINEAR_EXACT; test/dicom covers it. */
const SIGMOID = 'fo-dicom/FO-DICOM.Tests/Test Data/GH133.dcm';
const FUNCTIONS = ['LINEAR', 'SIGMOID'];

const compared: Entry[] = [];
const functions = new Set<string>();

const readIndex = async (): Promise<Entry[] | undefined> => {
  const response = await fetch('/shared/dicom/INDEX.tsv');
  if (!response.ok) return undefined;
  const [head, ...lines] = (await response.text()).trimEnd().split('\n');
  const names = head!.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(names.map((name, column) => [name, values[column] ?? '']));
  });
};

/** Returns the kinds of LUTs in a file. */
const lutForm = (entry: Entry): string =>
  ['window', 'rescale', 'modLUT', 'voiLUT', 'palette'].filter((name) => entry[name] !== '').join('+') ||
  'none';

function selectFiles(entries: readonly Entry[]): Entry[] {
  const kinds = new Map<string, number>();
  return entries.filter((entry) => {
    const pixels = Number(entry.rows) * Number(entry.cols);
    if (entry.path === SIGMOID) return true;
    if (!(pixels > 0) || pixels > MAX_PIXELS || entry.dup_of !== '' || Number(entry.bytes) > 8e6)
      return false;
    const kind = [entry.PI, entry.TS, entry.bitsAlloc, entry.pixRep, lutForm(entry)].join();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    return kinds.get(kind)! <= FILES_PER_KIND;
  });
}

const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** Returns the number of pixels of the canvas at 1:1 that differ from the decoder's output. */
function countDifferences(canvas: HTMLCanvasElement, viewer: DicomViewer, shown: DisplayFrame): number {
  const { transform } = viewer.toolContext!.viewport;
  const { width, height, channels, data } = shown;
  const { data: seen } = canvas.getContext('2d')!.getImageData(transform[4], transform[5], width, height);
  let count = 0;
  for (let at = 0; at < width * height; at++)
    for (let channel = 0; channel < 3; channel++) {
      const wanted = channels === 1 ? data[at]! : data[at * 3 + channel]!;
      if (seen[at * 4 + channel] !== wanted) {
        count++;
        break;
      }
    }
  return count;
}

/** Compares a file. Returns false if its pixels are not square, because such an image has no 1:1 scale. */
async function compare(viewer: DicomViewer, path: string): Promise<boolean> {
  const response = await fetch(`/shared/dicom/${path.split('/').map(encodeURIComponent).join('/')}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const image = await openDicom(bytesReader(bytes));
  if (pixelAspect(image.header) !== 1) return false;
  const frame = await image.readFrame(0);
  if (frame.width !== image.header.columns || frame.height !== image.header.rows) return false;
  const before = viewer.toolContext?.viewport.image;
  // Fits the whole image beside the panel and below the toolbar.
  viewer.style.width = `${Math.max(1100, frame.width + 340)}px`;
  viewer.style.height = `${frame.height + 260}px`;
  viewer.file = new Blob([bytes]);
  await waitFor(path, () => {
    const now = viewer.toolContext?.viewport.image;
    return now !== undefined && now !== before && now.loaded(0);
  });
  const canvas = viewer.renderRoot.querySelector('canvas')!;
  const { viewport } = viewer.toolContext!;
  await drawn();
  viewport.oneToOne();
  await drawn();
  const where = `${path}, ${canvas.width} x ${canvas.height} at ${viewport.transform.join()} of ${frame.width} x ${frame.height}`;
  equal(countDifferences(canvas, viewer, toDisplay(image, frame, 0)), 0, `pixels that differ in ${where}`);
  if (frame.samplesPerPixel === 1 && image.header.photometricInterpretation !== 'PALETTE COLOR') {
    const { center, width } = viewport.image!.defaultVoi(0);
    const window = { center: center + width / 8, width: width / 2 };
    viewport.voi = window;
    viewport.change({ invert: true });
    await drawn();
    const wanted = toDisplay(image, frame, 0, { voi: { window }, invert: true });
    equal(
      countDifferences(canvas, viewer, wanted),
      0,
      `pixels that differ in ${where}, windowed and inverted ${JSON.stringify([window, viewport.voi])}`,
    );
    viewport.change({ invert: false });
    for (const { pick } of viewport.image!.fileVois(0).slice(1, 4)) {
      viewport.pick = pick;
      await drawn();
      const picked = toDisplay(image, frame, 0, { voi: pick });
      equal(
        countDifferences(canvas, viewer, picked),
        0,
        `pixels that differ in ${where}, by ${JSON.stringify(pick)}`,
      );
    }
    functions.add(image.transforms(0).windowFunction);
  }
  return true;
}

describe('the canvas at 1:1', function () {
  this.timeout(120_000);
  let entries: Entry[] | undefined;
  let viewer: DicomViewer;

  before(async () => {
    entries = await readIndex();
    viewer = document.createElement('dicom-viewer');
    document.body.append(viewer);
  });
  after(() => viewer.remove());

  for (let part = 0; part < PARTS; part++)
    it(`equals the decoder’s output bit for bit, part ${part + 1} of ${PARTS}`, async function () {
      if (!entries) this.skip();
      const files = selectFiles(entries).filter((_, index) => index % PARTS === part);
      for (const entry of files)
        try {
          if (await compare(viewer, entry.path!)) compared.push(entry);
        } catch (error) {
          // The decoder rejects some files by design. All other errors are failures.
          if (!(error instanceof DicomError)) throw error;
        }
    });

  it('covers at least 100 files with all photometric interpretations, LUTs and VOI functions', function () {
    if (!entries) this.skip();
    ok(compared.length >= 100, `${compared.length} files were compared`);
    const seen = new Set(compared.map(({ PI }) => PI));
    for (const photometric of PHOTOMETRIC)
      ok(seen.has(photometric), `${photometric} is among them: ${[...seen].join()}`);
    const forms = compared.map(lutForm).join();
    for (const form of FORMS) ok(forms.includes(form), `a file with ${form} is among them`);
    for (const name of FUNCTIONS) ok(functions.has(name), `a window of ${name} is among them`);
  });
});
