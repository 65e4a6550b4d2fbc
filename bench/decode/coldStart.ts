import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandler } from '../../bundling/bundleHandler.ts';
import { median } from './measurement.ts';
import { PYTHON, PYTHON_PEER } from './python.ts';

const RUNS = 25;

/**
 * The environment that the handler reads while it loads, with tracing as in Lambda. The handler sends no request. The SDK does
 * not warn about a Node.js older than Lambda's.
 */
const ENVIRONMENT = {
  ...{ AWS_REGION: 'us-east-1', DERIVED_BUCKET: 'derived', UPLOADS_BUCKET: 'uploads', EVENT_BUS_NAME: 'bus' },
  ...{ JOBS_TABLE: 'jobs', SERIES_SECRET_ARN: 'arn', ANALYZERS: 'rekognition', FRAME_SELECTION: 'all' },
  ...{ MAX_UPLOAD_BYTES: '1000000', MAX_ANALYZED_FRAMES: '1', MAX_RECEIVES: '5', JOB_DEADLINE_SECONDS: '60' },
  ...{
    JOB_RETENTION_DAYS: '1',
    POWERTOOLS_SERVICE_NAME: 'decode',
    POWERTOOLS_METRICS_NAMESPACE: 'DicomAnalyzer',
  },
  ...{ POWERTOOLS_TRACE_ENABLED: 'true', POWERTOOLS_LOG_LEVEL: 'INFO', AWS_LAMBDA_FUNCTION_NAME: 'decode' },
  ...{ AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '2048' },
  ...{ AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', AWS_SESSION_TOKEN: 'none' },
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/**
 * Measures whole processes in turns: Node.js with the decode handler's bundle until the first rendition of a file, Node.js
 * alone, and Python with its imports only, where it is installed. Returns the medians as a line of text.
 */
export async function coldStart(path: string, python: boolean): Promise<string> {
  const bundle = join(
    await bundleHandler(fileURLToPath(new URL('coldStart.entry.ts', import.meta.url))),
    'index.mjs',
  );
  const ours: number[] = [];
  const node: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    node.push(timed(process.execPath, ['-e', '0']));
    ours.push(timed(process.execPath, [bundle, path]));
    if (python) theirs.push(timed(PYTHON, [PYTHON_PEER, 'imports']));
  }
  const size = (statSync(bundle).size / 2 ** 20).toFixed(1);
  const line = `cold start, index.mjs of ${size} MB to first rendition: ${median(ours).toFixed(0)} ms, Node alone ${median(node).toFixed(0)} ms`;
  if (!python) return line;
  return `${line}; Python's imports ${median(theirs).toFixed(0)} ms; ours / theirs ${(median(ours) / median(theirs)).toFixed(2)}`;
}

function timed(command: string, args: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { env: { ...process.env, ...ENVIRONMENT } });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.toString().slice(-300)}`);
  return performance.now() - started;
}
