import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Jimp } from 'jimp';
import { type Png, readPng } from '../../bench/conformance/readPng.ts';
import { isTrusted, readReferences, type Reference } from '../../bench/conformance/references.ts';
import { LinksResponse } from '../../contract/index.ts';
import { apiClient, type ApiClient } from '../support/apiClient.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';

const directory = fileURLToPath(new URL('../../../shared/dicom', import.meta.url));

/**
 * Small files of one frame, by transfer syntax. Omits the files that this program intentionally displays differently from
 * `dcm2pnm`: with pixel padding, which the reference includes in its range (CT1_UNC), with VOI LUTs, and with many
 * frames, of which the rendition shows a representative one and the reference the first.
 */
const FILES: Record<string, readonly string[]> = {
  '1.2.840.10008.1.2': [
    'dicom-test-files/pydicom/MR_small_implicit.dcm',
    'pydicom/test_files/SC_rgb_jpeg_dcmd.dcm',
    'grailbio/CT-MONO2-16-ort.dcm',
  ],
  '1.2.840.10008.1.2.1': [
    'dicom-test-files/pydicom/CT_small.dcm',
    'fo-dicom/FO-DICOM.Tests/Test Data/GH1301.dcm',
    'pydicom/test_files/dicomdirtests/77654033/CR1/6154',
    'dicom-test-files/pydicom/SC_rgb_16bit.dcm',
    'dicom-test-files/pydicom/SC_ybr_full_422_uncompressed.dcm',
  ],
  '1.2.840.10008.1.2.2': [
    'dicom-test-files/pydicom/MR_small_bigendian.dcm',
    'dicom-test-files/pydicom/SC_rgb_expb.dcm',
    'dicom-test-files/pydicom/SC_rgb_expb_16bit.dcm',
  ],
  '1.2.840.10008.1.2.5': [
    'dicom-test-files/pydicom/MR_small_RLE.dcm',
    'dicom-test-files/pydicom/SC_rgb_rle.dcm',
    'dicom-test-files/pydicom/OBXXXX1A_rle.dcm',
  ],
  '1.2.840.10008.1.2.4.50': [
    'pylibjpeg-data/JPEGBaseline/JPEGBaseline_1s_1f_u_08_08.dcm',
    'dicom-test-files/pydicom/SC_rgb_dcmtk_+eb+cr.dcm',
    'dicom-test-files/pydicom/SC_rgb_dcmtk_+eb+cy+np.dcm',
    'cornerstoneWADOImageLoader/examples/test-images/CTImage.dcm_JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50.dcm',
  ],
};

interface Rendition {
  readonly width: number;
  readonly height: number;
  /** The RGBA pixels, row by row. */
  readonly data: Uint8Array;
}

/** Returns the mean difference, in levels of 255, between the reference and the rendition, scaled by the mean of its blocks. */
function meanDifference(rendition: Rendition, reference: Png): number {
  const factor = rendition.width / reference.width;
  assert.ok(Number.isInteger(factor) && rendition.height === reference.height * factor, 'no whole factor');
  let sum = 0;
  for (let y = 0; y < reference.height; y++)
    for (let x = 0; x < reference.width; x++)
      for (let channel = 0; channel < 3; channel++) {
        let block = 0;
        for (let row = 0; row < factor; row++)
          for (let column = 0; column < factor; column++)
            block +=
              rendition.data[((y * factor + row) * rendition.width + x * factor + column) * 4 + channel]!;
        const wanted =
          (y * reference.width + x) * reference.channels + (reference.channels === 3 ? channel : 0);
        sum += Math.abs(block / factor ** 2 - reference.data[wanted]!);
      }
  return sum / (reference.width * reference.height * 3);
}

describe('DICOM files over the API', function () {
  this.timeout(240_000);
  let cloud: LocalCloud | undefined;
  let client: ApiClient;
  let references: Map<string, Reference>;

  before(async function () {
    if (!existsSync(directory)) {
      console.log('      ../shared/dicom is absent: there are no files to analyze');
      this.skip();
    }
    references = new Map(await readReferences(directory));
    cloud = await startLocalCloud();
    client = await apiClient(cloud.outputs, 'dicom');
  });
  after(async () => {
    if (cloud === undefined) return;
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
  });

  /** Downloads the rendition of a job by the link that a viewer uses. */
  async function rendition(jobId: string): Promise<Rendition> {
    const links = LinksResponse.parse(await (await client.call('POST', `/jobs/${jobId}/links`)).json());
    const answer = await fetch(links.renditions[0]!.url);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/jpeg');
    return (await Jimp.read(Buffer.from(await answer.arrayBuffer()))).bitmap;
  }

  for (const [transferSyntax, files] of Object.entries(FILES))
    describe(transferSyntax, () => {
      for (const file of files)
        it(`renders ${file} like the reference`, async () => {
          const reference = references.get(file);
          assert.ok(reference?.display && isTrusted(reference), `there is no reference of ${file} to trust`);
          const job = await client.finished(
            await client.upload(readFileSync(join(directory, file))),
            120_000,
          );
          assert.equal(job.state, 'completed', JSON.stringify(job.error));
          assert.deepEqual(
            [job.image?.format, job.image?.transferSyntax, job.image?.frames],
            ['dicom', transferSyntax, 1],
          );
          assert.equal(job.analyses.rekognition?.state, 'succeeded');
          const shown = readPng(readFileSync(join(directory, reference.display.png)));
          const difference = meanDifference(await rendition(job.jobId), shown);
          assert.ok(difference <= 3, `${difference} levels from the reference`);
        });
    });
});
