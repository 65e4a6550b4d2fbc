import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openRemoteReader } from '../../../webcomponents/dicomViewer/images/remoteReader.ts';
import { sendRange } from '../../browser/sendRange.ts';
import { serve } from '../../browser/serve.ts';

const MB = 1024 * 1024;

describe('openRemoteReader', () => {
  it('requests no byte twice, whatever ranges are read', async () => {
    const file = randomBytes(5 * MB);
    const ranges: (string | undefined)[] = [];
    const { origin, close } = await serve((request, response) => {
      ranges.push(request.headers.range);
      sendRange(request, response, file);
    });
    try {
      const reader = await openRemoteReader(() => Promise.resolve(origin), new AbortController().signal);
      assert.equal(reader.size, file.length);
      assert.deepEqual(Buffer.from(await reader.read(0, 100)), file.subarray(0, 100));
      const rest = Buffer.from(await reader.read(100, file.length));
      assert.ok(rest.equals(file.subarray(100)), 'the same bytes');
      assert.deepEqual(ranges, [`bytes=0-${4 * MB - 1}`, `bytes=${4 * MB}-${5 * MB - 1}`]);
    } finally {
      await close();
    }
  });

  it('retries once with another URL after a rejected one', async () => {
    const rejectedUrls: (string | undefined)[] = [];
    const { origin, close } = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(403).end();
      else sendRange(request, response, Buffer.from('image'));
    });
    try {
      const reader = await openRemoteReader((rejected) => {
        rejectedUrls.push(rejected);
        return Promise.resolve(rejected === undefined ? `${origin}/old` : `${origin}/new`);
      }, new AbortController().signal);
      assert.equal(Buffer.from(await reader.read(0, 5)).toString(), 'image');
      assert.deepEqual(rejectedUrls, [undefined, `${origin}/old`]);
    } finally {
      await close();
    }
  });
});
