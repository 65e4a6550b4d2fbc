import * as pulumi from '@pulumi/pulumi';
import { findContradictions } from './findContradictions.ts';
import { fillDefaults } from './imageAnalysisArgs.ts';
import type { SettingProblem } from './settingsError.ts';
import { SETTINGS, settingEntries, type Setting, type SettingName } from './settingsTable.ts';

type Values = Readonly<Record<string, unknown>>;

/** Finds invalid settings and contradictions between valid ones. Does not look into outputs. */
export function findProblems(values: Values): SettingProblem[] {
  const invalid = findInvalidSettings(values);
  const invalidNames = new Set(invalid.map(({ setting }) => setting));
  const valid = Object.fromEntries(Object.entries(values).filter(([name]) => !invalidNames.has(name)));
  const contradictions = findContradictions(fillDefaults(valid));
  return [...invalid, ...contradictions.filter(({ setting }) => !invalidNames.has(setting))];
}

/** Finds settings that are unknown, missing or outside their schema. */
export const findInvalidSettings = (values: Values): SettingProblem[] => [
  ...findUnknown(values),
  ...settingEntries().flatMap(([name]) => findInvalid(name, values[name]) ?? []),
];

/** Returns the problem of one value, undefined if the value is valid or is an output. */
function findInvalid(name: SettingName, value: unknown): SettingProblem | undefined {
  const setting: Setting = SETTINGS[name];
  if (value === undefined || value === '')
    return 'default' in setting ? undefined : describeProblem(name, 'is missing');
  if (isOutput(value))
    return setting.input === true
      ? undefined
      : describeProblem(name, 'is an output, but must be a plain value');
  return findMismatch(name, value);
}

/** Returns the problem of a value that does not fit the setting's schema. A secret value is not repeated. */
export function findMismatch(name: SettingName, value: unknown): SettingProblem | undefined {
  const { schema, secret }: Setting = SETTINGS[name];
  if (schema.safeParse(value).success) return undefined;
  return describeProblem(name, secret === true ? 'is invalid' : `is ${JSON.stringify(value)}`);
}

const describeProblem = (name: SettingName, fault: string): SettingProblem => {
  const { description, example, secret }: Setting = SETTINGS[name];
  return { setting: name, fault, expected: description, example, secret: secret === true };
};

/** Lists the known settings with each unknown one, which is most often misspelt. */
const findUnknown = (values: Values): SettingProblem[] =>
  Object.keys(values)
    .filter((name) => !(name in SETTINGS))
    .map((setting) => ({
      setting,
      fault: 'is unknown',
      expected: `one of ${Object.keys(SETTINGS).join(', ')}`,
    }));

export const isOutput = (value: unknown): boolean =>
  pulumi.Output.isInstance(value) || value instanceof Promise;
