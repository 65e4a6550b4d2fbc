import { codeNotation, createConfigNotation } from './notations.ts';
import type { Notation, SettingProblem } from './settingsError.ts';

/** Survives the spread in `{ ...readSettings(), waf: false }`. */
const SOURCE = Symbol('the configuration that the settings were read from');

interface Source {
  namespace: string;
  values: Readonly<Record<string, unknown>>;
}

/** Marks values as read from the configuration of a namespace. */
export const markSource = <Values extends Readonly<Record<string, unknown>>>(
  values: Values,
  namespace: string,
): Values => ({ ...values, [SOURCE]: { namespace, values } satisfies Source });

/** Returns the notation in which the author set a setting: a configuration key, or an argument in code. */
export function chooseNotation(args: object): (problem: SettingProblem) => Notation {
  const { [SOURCE]: source, ...values } = args as { [SOURCE]?: Source } & Record<string, unknown>;
  if (source === undefined) return () => codeNotation;
  const configNotation = createConfigNotation(source.namespace);
  return ({ setting }) =>
    setting !== 'name' && values[setting] === source.values[setting] ? configNotation : codeNotation;
}
