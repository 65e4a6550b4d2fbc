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

  it('drops UIDs and photometric interpretations that do not have their form, beside values beyond the bounds', () => {
    const formed = {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      TransferSyntaxUID: '1.2.840.10008.1.2.1',
      PhotometricInterpretation: 'MONOCHROME2',
    };
    assert.deepEqual(pickSafeTags({ ...formed, ...KEPT }), { ...formed, ...KEPT });
    for (const name of ['DOE^JANE', '1.2.DOE', '1..2', '1.02', 'monochrome2', '', ['1.2', '1.3']])
      for (const keyword of Object.keys(formed))
        assert.deepEqual(pickSafeTags({ ...KEPT, RescaleSlope: Infinity, [keyword]: name }), KEPT);
  });
});
