import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../usageError.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>;

/** Describes a command for its help and its errors. */
export interface CommandLine<O extends Options> {
  /** The command as a user types it, such as `npm start`. */
  readonly command: string;
  /** The text that `--help` prints. */
  readonly help: string;
  readonly options: O;
  /** The number of arguments that are not options; default none. */
  readonly positionals?: number;
}

/**
 * Parses the arguments of a command. Prints the help and exits for `--help`; throws UsageError for an unknown option, a
 * missing value or a wrong number of arguments.
 */
export function parseCommandLine<O extends Options>(
  { command, help, options, positionals = 0 }: CommandLine<O>,
  args: readonly string[] = process.argv.slice(2),
): Parsed<O> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help);
    process.exit(0);
  }
  const seeHelp = `\`${command} -- --help\` lists what it takes`;
  let parsed: Parsed<O>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const [sentence] = (cause instanceof Error ? cause.message : String(cause)).split(/\.?\n|\. /);
    throw new UsageError(`${sentence!}; ${seeHelp}`, { cause });
  }
  if (parsed.positionals.length > positionals)
    throw new UsageError(`Unexpected argument '${parsed.positionals[positionals]!}'; ${seeHelp}`);
  if (parsed.positionals.length < positionals)
    throw new UsageError(`${parsed.positionals.length} of ${positionals} arguments were given; ${seeHelp}`);
  return parsed;
}

/**
 * Prints an error on stderr and returns the exit code: 2 with the message alone for a UsageError, 1 with the stack for
 * anything else.
 */
export function reportError(command: string, error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${command}: ${error.message}\n`);
    return 2;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text.slice(0, 4000)}\n`);
  return 1;
}

/** Runs a command and ends the process with the exit code that it returns, or with that of its error. */
export async function runCommand(command: string, run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    process.exitCode = reportError(command, error);
  }
}
