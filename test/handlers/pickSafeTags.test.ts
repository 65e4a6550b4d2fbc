import assert from 'node:assert/strict';
import { pickSafeTags } from '../../handlers/images/pickSafeTags.ts';

describe('pickSafeTags', () => {
  const KEPT = { Modality: 'CT', Rows: 512, ImageType: ['DERIVED', 'SECONDARY'], WindowCenter: 40.5 };

  it('keeps the tags of the safe list only', () => {
    assert.deepEqual(pickSafeTags({ PatientName: 'DOE^JANE', ...KEPT, Laterality: undefined }), KEPT);
    assert.deepEqual(pickSafeTags({}), {});
  });

  it("drops each value beyond the contract's bounds", () => {
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
