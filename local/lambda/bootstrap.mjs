// The program of one execution environment: loads the handler, then polls the Runtime API for events, as
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html describes. Plain JavaScript: it runs without a loader.
import { request } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

// Not with fetch: a handler's tracer may trace every fetch of the process, and these calls are not the handler's.
const call = (method, path, body, headers = {}) =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${api}/${path}`, { method, headers }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ headers: answer.headers, text: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
const post = (path, body, headers) => call('POST', path, JSON.stringify(body) ?? 'null', headers);
const describeError = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  trace: String(error?.stack ?? '').split('\n'),
});

// The local Node may be older than Lambda's: hides the warning that the AWS SDK prints for it in every process.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (!warning.message.startsWith('NodeVersionSupportWarning')) console.error(String(warning.stack));
});

// Ends with the local cloud.
process.on('disconnect', () => process.exit(0));

// Follows the clock of the local cloud, which may be ahead of the computer's.
const ComputersDate = Date;
const computersNow = Date.now;
let ahead = 0;
const moveClock = (milliseconds) => {
  ahead = milliseconds;
  if (globalThis.Date !== ComputersDate || ahead === 0) return;
  ComputersDate.now = () => computersNow() + ahead;
  globalThis.Date = new Proxy(ComputersDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [ComputersDate.now()] : given, newTarget),
    apply: (target) => new target(ComputersDate.now()).toString(),
  });
};

// Shortens sleeps in threads of tests that move the clock, which would mostly wait between retries otherwise.
const speedup = workerData?.speedup ?? 1;
if (speedup > 1) {
  const { setTimeout: sleep } = timers;
  const { setTimeout: sleepAsync } = timersPromises;
  globalThis.setTimeout = timers.setTimeout = Object.assign(
    (callback, milliseconds, ...given) => sleep(callback, milliseconds / speedup, ...given),
    sleep,
  );
  timersPromises.setTimeout = (milliseconds, ...given) => sleepAsync(milliseconds / speedup, ...given);
  syncBuiltinESMExports();
}

/** The number of events after which all used code is compiled. */
const EVENTS_UNTIL_COMPILED = 3;

let handler;
let script;
try {
  const [file, name] = process.env._HANDLER.split('.');
  const path = join(process.env.LAMBDA_TASK_ROOT, `${file}.mjs`);
  if (workerData?.script !== undefined)
    script = (await import('./threadScript.mjs')).loadScript({ file: path, ...workerData.script });
  handler = (script?.exports ?? (await import(pathToFileURL(path).href)))[name];
  if (typeof handler !== 'function') throw new Error(`${process.env._HANDLER} is not exported`);
} catch (error) {
  await post('init/error', describeError(error));
  process.exit(1);
}

for (let events = 1; ; events++) {
  const next = await call('GET', 'invocation/next');
  const requestId = next.headers['lambda-runtime-aws-request-id'];
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  moveClock(Number(next.headers['local-clock-ahead-ms']));
  const trace = next.headers['lambda-runtime-trace-id'];
  if (trace !== undefined) process.env._X_AMZN_TRACE_ID = trace;
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    await post(`invocation/${requestId}/response`, await handler(JSON.parse(next.text), context));
  } catch (error) {
    await post(`invocation/${requestId}/error`, describeError(error), {
      'lambda-runtime-function-error-type': error?.name ?? 'Error',
    });
  }
  if (events === EVENTS_UNTIL_COMPILED) parentPort?.postMessage(script?.compiled());
}
