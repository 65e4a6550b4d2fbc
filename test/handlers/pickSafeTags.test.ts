import assert from 'node:assert/strict';
import { pickSafeTags } from '../../handlers/images/pickSafeTags.ts';

describe('tags of an image', () => {
  const KEPT = { Modality: 'CT', Rows: 512, ImageType: ['DERIVED', 'SECONDARY'], WindowCenter: 40.5 };

  it('are those of the safe list', () => {
    assert.deepEqual(pickSafeTags({ PatientName: 'DOE^JANE', ...KEPT, Laterality: undefined }), KEPT);
    assert.deepEqual(pickSafeTags({}), {});
  });

  it("are left out beyond the contract's bounds, each alone", () => {
    const beyond = {
      Manufacturer: 'x'.repeat(129),
      PixelSpacing: Array.from({ length: 65 }, () => 0.5),
      RescaleSlope: Infinity,
      InstanceNumber: { nested: 'DOE^JANE' },
      ViewPosition: ['CC', 'x'.repeat(129)],
    };
    assert.deepEqual(pickSafeTags({ ...beyond, ...KEPT }), KEPT);
    assert.deepEqual(pickSafeTags(beyond), {});
  });
});
