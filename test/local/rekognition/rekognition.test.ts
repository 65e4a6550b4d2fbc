import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Jimp } from 'jimp';
import type { Label } from '../../../local/rekognition/buildLabels.ts';
import { Rekognition } from '../../../local/rekognition/rekognition.ts';
import type { TextDetection } from '../../../local/rekognition/buildTextDetections.ts';

const photo = (name: string) => fileURLToPath(new URL(`../../../../shared/photos/${name}`, import.meta.url));
const unread = () => Promise.reject(new Error('the test has no objects'));
const inline = (content: Buffer) => ({ Image: { Bytes: content.toString('base64') } });

describe('Rekognition', function () {
  this.timeout(60_000);
  const rekognition = new Rekognition(() => Date.now());
  after(() => rekognition.close());

  const labels = async (content: Buffer) =>
    (await rekognition.detectLabels(inline(content), unread)).Labels as Label[];

  it('finds the cat at its position', async function () {
    if (!existsSync(photo('chelsea.png'))) return this.skip();
    const [cat] = await labels(await readFile(photo('chelsea.png')));
    assert.equal(cat?.Name, 'Cat');
    assert.deepEqual(cat.Parents, [{ Name: 'Animal' }]);
    const box = cat.Instances[0]?.BoundingBox;
    assert.ok(box && box.Width > 0.5 && box.Height > 0.7, JSON.stringify(box));
  });

  it('finds kites above people, in a photograph of both', async function () {
    if (!existsSync(photo('dogs.jpg'))) return this.skip();
    const found = await labels(await readFile(photo('dogs.jpg')));
    const tops = (name: string) =>
      found.find(({ Name }) => Name === name)?.Instances.map(({ BoundingBox }) => BoundingBox.Top) ?? [];
    assert.ok(tops('Kite').length >= 2 && tops('Person').length >= 2, JSON.stringify(found));
    assert.ok(Math.max(...tops('Kite')) < Math.max(...tops('Person')));
  });

  it('reads words within their lines', async function () {
    if (!existsSync(photo('page.png'))) return this.skip();
    const { TextDetections } = await rekognition.detectText(
      inline(await readFile(photo('page.png'))),
      unread,
    );
    const detections = TextDetections as TextDetection[];
    const word = detections.find(({ DetectedText, Type }) => Type === 'WORD' && DetectedText === 'markers');
    assert.ok(word, detections.map(({ DetectedText }) => DetectedText).join(' | '));
    const line = detections.find(({ Id }) => Id === word.ParentId);
    assert.equal(line?.Type, 'LINE');
    assert.match(line.DetectedText, /markers/);
  });

  const plain = async (width: number, height: number, type: 'image/png' | 'image/gif') =>
    new Jimp({ width, height, color: 0x808080ff }).getBuffer(type);

  it('rejects the images that AWS rejects', async () => {
    const assertRejected = async (content: Buffer, name: string) =>
      assert.rejects(rekognition.detectLabels(inline(content), unread), { name });
    await assertRejected(await plain(100, 100, 'image/gif'), 'InvalidImageFormatException');
    await assertRejected(await plain(79, 200, 'image/png'), 'InvalidParameterException');
    await assertRejected((await plain(100, 100, 'image/png')).subarray(0, 60), 'InvalidImageFormatException');
    await assertRejected(Buffer.alloc(5_242_881), 'ImageTooLargeException');
    await assert.rejects(
      rekognition.detectLabels({ Image: { S3Object: { Bucket: 'b', Name: 'k' } } }, () =>
        Promise.resolve(Buffer.alloc(15_728_641)),
      ),
      { name: 'ImageTooLargeException' },
    );
  });

  it('names the reason why an object cannot be read', async () => {
    await assert.rejects(
      rekognition.detectText({ Image: { S3Object: { Bucket: 'b', Name: 'k' } } }, () =>
        Promise.reject(new Error('role/x may not s3:GetObject')),
      ),
      { name: 'InvalidS3ObjectException', message: /role\/x may not s3:GetObject/ },
    );
  });

  it('rejects a parameter that it does not support', async () => {
    await assert.rejects(
      rekognition.detectLabels({ Image: { Bytes: '' }, Features: ['IMAGE_PROPERTIES'] }, unread),
      { name: 'InvalidParameterException', message: /Features/ },
    );
  });
});
