import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Detail } from '../../contract/index.ts';
import { startProcessHost } from '../../local/lambda/startProcessHost.ts';
import type { StartHost } from '../../local/lambda/host.ts';
import { startLocalCloud } from '../../local/startLocalCloud.ts';
import { apiClient } from '../../test/support/apiClient.ts';
import { fakeRekognition } from '../../test/chaos/fakeRekognition.ts';
import { cineFile, FRAMES } from './cineFile.ts';

/** The interval of memory measurements. */
const INTERVAL_MS = 10;
const MEGABYTE = 2 ** 20;
/** The limits of the read share and of the memory. */
const MOST_PERCENT = 1;
const MOST_MEGABYTES = 256;

/**
 * `npm run bench -- cine`: uploads a file of 500 frames and 250 MB to a local cloud, which renders one frame from its middle.
 * Measures the share of the file that the function reads from the bucket and its process's peak memory. Exits with 1 if
 * they are over 1 % or 256 MB.
 */
export async function run(): Promise<void> {
  const file = cineFile();
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-cine-'));
  const reads: number[] = [];
  const memory = measurePeaks();
  const decoded = deferred<Detail<'Image Decoded'>['data']>();
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config: {} },
    {
      print: () => undefined,
      serveRekognition: fakeRekognition(() => undefined),
      hostSettings: { startHost: memory.startHost },
      interceptor: {
        call: async ({ operation }, proceed) => {
          const answer = await proceed();
          const { headers } = answer;
          const whole = Number(headers?.['content-range']?.split('/')[1] ?? headers?.['content-length']);
          if (operation === 'GetObject' && whole === file.length)
            reads.push(Number(headers!['content-length']));
          return answer;
        },
        deliver: (_info, proceed) => proceed(),
      },
      onEvent: ({ 'detail-type': type, detail }) => {
        if (type === 'Image Decoded') decoded.resolve((detail as Detail<'Image Decoded'>).data);
        else if (type === 'Image Rejected' || type === 'Image Failed')
          decoded.reject(new Error(`${type}: ${JSON.stringify(detail)}`));
      },
    },
  );
  try {
    await (await apiClient(cloud.outputs, 'bench')).upload(file);
    const { image, renditions } = await decoded.promise;
    const bytes = reads.reduce((sum, length) => sum + length, 0);
    const percent = (100 * bytes) / file.length;
    const megabytes = memory.most('decode');
    console.log(
      `${(file.length / MEGABYTE).toFixed(1)} MB, ${image.frames} frames; rendered: ${renditions.map(({ frame }) => frame).join(', ')}`,
    );
    console.log(`read from the bucket   ${bytes} bytes in ${reads.length} reads: ${percent.toFixed(2)} %`);
    console.log(`memory of the process  ${megabytes} MB at most, measured every ${INTERVAL_MS} ms`);
    const middle = renditions.length === 1 && Math.abs(renditions[0]!.frame - FRAMES / 2) <= 1;
    if (!middle || percent > MOST_PERCENT || megabytes >= MOST_MEGABYTES) process.exitCode = 1;
  } finally {
    await cloud.close();
    rmSync(dataDir, { recursive: true });
  }
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

/** Starts processes as the local cloud does and measures their peak memory. */
function measurePeaks(): { startHost: StartHost; most(name: string): number } {
  const seen = new Map<string, number>();
  const startHost: StartHost = (options) => {
    const host = startProcessHost(options);
    const name = options.environment['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
    let ended = false;
    void host.exited.then(() => (ended = true));
    const hasEnded = (): boolean => ended;
    void (async () => {
      while (!hasEnded()) {
        seen.set(name, Math.max(seen.get(name) ?? 0, (await host.megabytes()) ?? 0));
        await sleep(INTERVAL_MS);
      }
    })();
    return host;
  };
  const most = (part: string): number =>
    Math.max(...[...seen].filter(([name]) => name.includes(part)).map(([, megabytes]) => megabytes));
  return { startHost, most };
}
