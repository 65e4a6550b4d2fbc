/** `npm run invoke`: runs one handler's bundle on an event, against the running local cloud. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FunctionError } from '../lambda/errors.ts';
import { ExecutionEnvironment } from '../lambda/executionEnvironment.ts';
import type { FunctionSettings } from '../lambda/functionSettings.ts';
import { RuntimeApi } from '../lambda/runtimeApi.ts';
import { UsageError } from '../usageError.ts';
import { parseCommandLine, runCommand } from './commandLine.ts';

interface Invocation extends Omit<FunctionSettings, 'code'> {
  readonly codeFolder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const COMMAND = 'npm run invoke';

const HELP = `Usage: npm run invoke -- HANDLER EVENT.json [options]

Runs one handler's bundle on an event, against the local cloud that \`npm start\` runs, and prints its result.

Options:
  --data DIR  the data folder of the running local cloud (default .local)
  --help      prints this text
`;

async function readJson<T>(file: string, remedy: string): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${remedy}`, { cause });
  }
}

async function findInvocation(dataDir: string, handler: string): Promise<Invocation> {
  const remedy = 'start the local cloud first (npm start), or name its folder with --data DIR';
  const outputs = await readJson<{ functionNames: Record<string, string> }>(
    join(dataDir, 'outputs.json'),
    remedy,
  );
  const invocations = await readJson<Invocation[]>(join(dataDir, 'functions.json'), remedy);
  const name = outputs.functionNames[handler] ?? handler;
  const found = invocations.find((invocation) => [invocation.name, invocation.logicalName].includes(name));
  if (found === undefined)
    throw new UsageError(
      `There is no handler ${handler}; the handlers are ${Object.keys(outputs.functionNames).join(', ')}`,
    );
  return found;
}

async function invoke(handler: string, eventFile: string, dataDir: string): Promise<string> {
  const invocation = await findInvocation(dataDir, handler);
  const event = await readJson<unknown>(eventFile, 'name a file that holds JSON');
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

await runCommand(COMMAND, async () => {
  const { values, positionals } = parseCommandLine({
    command: COMMAND,
    help: HELP,
    options: { data: { type: 'string', default: '.local' } },
    positionals: 2,
  });
  const [handler, eventFile] = positionals as [string, string];
  try {
    process.stdout.write(`${await invoke(handler, eventFile, resolve(values.data))}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
});
