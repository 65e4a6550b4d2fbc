import { LocalWorkspace, type PulumiCommand, type Stack } from '@pulumi/pulumi/automation/index.js';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface EngineOptions {
  pulumi: PulumiCommand;
  /** The stack, whose configuration is `Pulumi.STACK.yaml`. */
  stack: string;
  /** Milliseconds until a policy is in force. Default 0. */
  policyDelay?: number;
  /** Configuration beside the stack's own file, by key of the project. */
  config?: Readonly<Record<string, { value: string; secret?: boolean }>>;
}

/** Resources by the operation that concerned them. */
export type Changes = Record<string, number>;

/** One stack under the real engine, in a folder of its own. */
export class EngineStack {
  readonly #stack: Stack;
  readonly #folder: string;

  private constructor(stack: Stack, folder: string) {
    this.#stack = stack;
    this.#folder = folder;
  }

  /** Makes the stack: `pulumi stack init`, and its configuration. */
  static async init({
    pulumi,
    stack: stackName,
    policyDelay = 0,
    config = {},
  }: EngineOptions): Promise<EngineStack> {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'));
    const [workDir, plugins, state] = ['project', 'plugins', 'state'].map((name) => join(folder, name));
    for (const each of [workDir, plugins, state]) mkdirSync(each!);
    for (const file of ['Pulumi.yaml', `Pulumi.${stackName}.yaml`])
      copyFileSync(join(ROOT, file), join(workDir!, file));
    writeFileSync(join(workDir!, 'index.ts'), '// The program runs in the process that drives the engine.\n');
    for (const name of ['aws', 'awsx']) installPlugin(plugins!, name);
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName: 'dicom-analyzer', program: runProgram },
      {
        workDir: workDir!,
        pulumiCommand: pulumi,
        envVars: {
          PULUMI_BACKEND_URL: `file://${state!}`,
          PULUMI_CONFIG_PASSPHRASE: 'engine',
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
          PATH: `${plugins!}${delimiter}${process.env.PATH ?? ''}`,
          ENGINE_ACCOUNT: join(folder, 'account.json'),
          ENGINE_STACK: stackName,
          ENGINE_POLICY_DELAY: String(policyDelay),
        },
      },
    );
    for (const [key, { value, secret = false }] of Object.entries(config))
      await stack.setConfig(`dicom-analyzer:${key}`, { value, secret });
    return new EngineStack(stack, folder);
  }

  /** Runs `pulumi preview`; returns how many resources each operation would concern. */
  async preview(): Promise<Changes> {
    const { changeSummary } = await this.#stack.preview();
    return { ...changeSummary };
  }

  /** Runs `pulumi up`; returns how many resources each operation concerned, and which were changed. */
  async up(): Promise<{ changes: Changes; changed: string[] }> {
    const changed: string[] = [];
    const { summary } = await this.#stack.up({
      onEvent: ({ resourcePreEvent }) => {
        const { op, urn } = resourcePreEvent?.metadata ?? {};
        if (op !== undefined && urn !== undefined && op !== 'same')
          changed.push(`${op} ${urn.split('$').at(-1)!}`);
      },
    });
    return { changes: { ...summary.resourceChanges }, changed };
  }

  /** Runs `pulumi refresh`. */
  async refresh(): Promise<Changes> {
    const { summary } = await this.#stack.refresh();
    return { ...summary.resourceChanges };
  }

  /** Runs `pulumi destroy`. */
  async destroy(): Promise<Changes> {
    const { summary } = await this.#stack.destroy();
    return { ...summary.resourceChanges };
  }

  async setConfig(key: string, value: string): Promise<void> {
    await this.#stack.setConfig(`dicom-analyzer:${key}`, { value });
  }

  /** Returns the state as the backend keeps it, with secrets encrypted. */
  state(): string {
    return readFileSync(
      join(this.#folder, `state/.pulumi/stacks/dicom-analyzer/${this.#stack.name}.json`),
      'utf8',
    );
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The engine starts a provider as an executable of its name on the PATH. */
function installPlugin(folder: string, name: string): void {
  const path = join(folder, `pulumi-resource-${name}`);
  const main = join(ROOT, 'test/engine/provider/main.ts');
  const tsx = import.meta.resolve('tsx');
  writeFileSync(
    path,
    `#!/bin/sh\ncd '${ROOT}' && exec '${process.execPath}' --import '${tsx}' '${main}' ${name}\n`,
  );
  chmodSync(path, 0o755);
}

let runs = 0;

/** Runs index.ts anew, and exports what it exports. */
async function runProgram(): Promise<Record<string, unknown>> {
  runs += 1;
  const program = (await import(`../../index.ts?run=${runs}`)) as Record<string, unknown>;
  return { ...program };
}
