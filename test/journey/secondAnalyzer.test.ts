import assert from 'node:assert/strict';
import { Jimp, JimpMime } from 'jimp';
import { Job } from '../../contract/index.ts';
import { apiClient, type ApiClient } from '../support/apiClient.ts';
import { waitFor } from '../support/waitFor.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';
import { laplacianVariance } from './laplacianVariance.ts';
import { type SharpnessAnalyzer, subscribeSharpness } from './sharpness.ts';

/** Makes a checkerboard with squares of 8 pixels: sharp edges unless it is blurred. */
async function checkerboard(blur: number): Promise<Buffer> {
  const image = new Jimp({ width: 160, height: 120, color: 0x202020ff });
  for (let y = 0; y < 120; y++)
    for (let x = 0; x < 160; x++) if (((x >> 3) + (y >> 3)) % 2 === 0) image.setPixelColor(0xd0d0d0ff, x, y);
  if (blur > 0) image.blur(blur);
  return image.getBuffer(JimpMime.png);
}

describe('a third-party analyzer', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;
  let client: ApiClient;
  let analyzer: SharpnessAnalyzer;
  let latecomer: SharpnessAnalyzer;

  before(async () => {
    const awaited = ['sharpness=arn:aws:iam::000000000000:role/sharpness'];
    cloud = await startLocalCloud({ config: { externalAnalyzers: JSON.stringify(awaited) } });
    client = await apiClient(cloud.outputs, 'second');
    analyzer = await subscribeSharpness(cloud.outputs, 'sharpness');
    latecomer = await subscribeSharpness(cloud.outputs, 'late-sharpness');
  });
  after(async () => {
    analyzer.close();
    latecomer.close();
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
  });

  const read = async (jobId: string): Promise<Job> =>
    Job.parse(await (await client.call('GET', `/jobs/${jobId}`)).json());

  for (const [kind, blur, label] of [
    ['a sharp image', 0, 'Sharp'],
    ['a blurred image', 8, 'Blurred'],
  ] as const)
    it(`is awaited, and its result for ${kind} appears beside rekognition's`, async () => {
      const png = await checkerboard(blur);
      const jobId = await client.upload(png);
      const early = await waitFor(
        'the result of rekognition',
        async () => {
          const job = await read(jobId);
          return job.analyses.rekognition?.state === 'succeeded' ? job : undefined;
        },
        { limitMs: 30_000, everyMs: 200 },
      );
      assert.equal(early.state, 'analyzing');
      assert.equal(early.analyses.sharpness?.state, 'pending');

      const variance = await analyzer.analyze(jobId);
      const job = await client.finished(jobId);
      assert.equal(job.state, 'completed', JSON.stringify(job.error));
      assert.deepEqual(Object.keys(job.analyses), ['rekognition', 'sharpness']);
      assert.deepEqual(job.analyses.sharpness, {
        state: 'succeeded',
        model: `variance of the Laplacian: ${variance.toFixed(1)}`,
        labels: [{ name: label, confidence: 100, instances: [] }],
        text: [],
      });
      const own = laplacianVariance((await Jimp.read(png)).bitmap);
      assert.ok(
        Math.abs(variance - own) < 0.1 * own + 10,
        `${variance} of the rendition, ${own} of the image`,
      );
    });

  it('appears even if it is not awaited and the job has completed', async () => {
    const jobId = await client.upload(await checkerboard(0));
    await analyzer.analyze(jobId);
    const before = await client.finished(jobId);
    assert.equal(before.analyses['late-sharpness'], undefined);
    await latecomer.analyze(jobId);
    const job = await waitFor(
      'the result of late-sharpness',
      async () => {
        const now = await read(jobId);
        return now.analyses['late-sharpness'] === undefined ? undefined : now;
      },
      { limitMs: 30_000, everyMs: 200 },
    );
    assert.equal(job.state, 'completed');
    assert.equal(job.analyses['late-sharpness']?.state, 'succeeded');
    assert.equal(job.analyses['late-sharpness'].labels[0]?.name, 'Sharp');
  });
});
