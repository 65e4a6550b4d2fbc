import assert from 'node:assert/strict';
import { bytesReader, openDicom } from '../../../dicom/index.ts';
import { TRANSFER_SYNTAXES } from '../../../dicom/transferSyntaxes.ts';
import { madeFiles, type MadeFile } from './madeFiles.ts';

/** Retired processes with arithmetic coding or hierarchy, which are rejected by their codestream's marker. */
const isRetiredJpeg = ({ name }: { name: string }): boolean => name === 'JPEG (Retired)';

const SUPPORTED = TRANSFER_SYNTAXES.filter(
  (syntax) => syntax.encoding !== 'unsupported' && !isRetiredJpeg(syntax),
);

describe('supported transfer syntaxes', () => {
  let files: MadeFile[];
  before(async () => {
    files = await madeFiles();
  });

  it('each have a test file', () => {
    assert.deepEqual(files.map((file) => file.transferSyntax).sort(), SUPPORTED.map(({ uid }) => uid).sort());
  });

  for (const { uid, name } of SUPPORTED)
    it(`decode the test file of ${name} (${uid})`, async () => {
      const { file, pixels, tolerance } = files.find((made) => made.transferSyntax === uid)!;
      const image = await openDicom(bytesReader(file));
      const decoded = Array.from((await image.readFrame(0)).pixels);
      assert.equal(image.header.transferSyntaxUid, uid);
      assert.deepEqual(image.warnings, []);
      assert.equal(decoded.length, pixels.length);
      if (tolerance === 0) assert.deepEqual(decoded, Array.from(pixels));
      const difference = Math.max(...decoded.map((value, at) => Math.abs(value - pixels[at]!)));
      assert.ok(difference <= tolerance, `A pixel differs by ${difference}, more than ${tolerance}.`);
    });
});
