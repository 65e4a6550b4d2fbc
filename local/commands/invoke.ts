/** `npm run invoke -- HANDLER EVENT.json [--data DIR]`: one handler's bundle on an event, against the running local cloud. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ExecutionEnvironment } from '../lambda/executionEnvironment.ts';
import type { FunctionSettings } from '../lambda/functionSettings.ts';
import { RuntimeApi } from '../lambda/runtimeApi.ts';

interface Invocation extends Omit<FunctionSettings, 'code'> {
  readonly codeFolder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const USAGE = 'Usage: npm run invoke -- HANDLER EVENT.json [--data DIR]';

async function readJson<T>(file: string, remedy: string): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`${file}: ${remedy}`, { cause });
  }
}

async function find(dataDir: string, handler: string): Promise<Invocation> {
  const remedy = 'start the local cloud first (npm start), or name its --data';
  const outputs = await readJson<{ functionNames: Record<string, string> }>(
    join(dataDir, 'outputs.json'),
    remedy,
  );
  const invocations = await readJson<Invocation[]>(join(dataDir, 'functions.json'), remedy);
  const name = outputs.functionNames[handler] ?? handler;
  const found = invocations.find((invocation) => [invocation.name, invocation.logicalName].includes(name));
  if (found === undefined)
    throw new Error(
      `There is no handler ${handler}; there are ${Object.keys(outputs.functionNames).join(', ')}`,
    );
  return found;
}

async function run(handler: string, eventFile: string, dataDir: string): Promise<string> {
  const invocation = await find(dataDir, handler);
  const event = await readJson<unknown>(eventFile, 'not a file with JSON');
  const api = new RuntimeApi();
  await api.listen();
  const environment = new ExecutionEnvironment(
    { ...invocation, code: { files: new Map() } },
    {
      api,
      codeFolder: invocation.codeFolder,
      environment: invocation.environment,
      log: (line) => process.stderr.write(`${line}\n`),
    },
  );
  try {
    return await environment.invoke(JSON.stringify(event), randomUUID());
  } finally {
    await environment.stop();
    await api.close();
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string', default: '.local' } },
  });
  const [handler, eventFile] = positionals;
  if (handler === undefined || eventFile === undefined) throw new Error(USAGE);
  process.stdout.write(`${await run(handler, eventFile, resolve(values.data))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
