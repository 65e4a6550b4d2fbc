import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleInto } from './bundleInto.ts';
import { median } from './measured.ts';
import { PYTHON, PYTHON_PEER } from './python.ts';

const RUNS = 9;

/** What the handler reads as it is loaded; none of it is asked for anything. */
const ENVIRONMENT = {
  ...{ AWS_REGION: 'us-east-1', DERIVED_BUCKET: 'derived', UPLOADS_BUCKET: 'uploads', EVENT_BUS_NAME: 'bus' },
  ...{ JOBS_TABLE: 'jobs', SERIES_SECRET_ARN: 'arn', ANALYZERS: 'rekognition', FRAME_SELECTION: 'all' },
  ...{ MAX_UPLOAD_BYTES: '1000000', MAX_ANALYZED_FRAMES: '1', MAX_RECEIVES: '5', JOB_DEADLINE_SECONDS: '60' },
  ...{ JOB_RETENTION_DAYS: '1', POWERTOOLS_TRACE_ENABLED: 'false', POWERTOOLS_METRICS_DISABLED: 'true' },
};

/**
 * Milliseconds of whole processes, in turns: Node with the decode handler's bundle, until the first rendition of a file;
 * and Python with no more than its imports, where it is there.
 */
export async function coldStart(folder: string, path: string, python: boolean): Promise<string> {
  const bundle = await bundleInto(join(folder, 'cold'), new URL('coldStart.entry.ts', import.meta.url));
  const ours: number[] = [];
  const node: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    node.push(timed(process.execPath, ['-e', '0']));
    ours.push(timed(process.execPath, [bundle, path]));
    if (python) theirs.push(timed(PYTHON, [PYTHON_PEER, 'imports']));
  }
  const size = (statSync(bundle).size / 2 ** 20).toFixed(1);
  const words = `cold start, index.mjs of ${size} MB to first rendition: ${median(ours).toFixed(0)} ms, Node alone ${median(node).toFixed(0)} ms`;
  if (!python) return words;
  return `${words}; Python's imports ${median(theirs).toFixed(0)} ms; ours / theirs ${(median(ours) / median(theirs)).toFixed(2)}`;
}

function timed(command: string, args: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { env: { ...process.env, ...ENVIRONMENT } });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.toString().slice(-300)}`);
  return performance.now() - started;
}
