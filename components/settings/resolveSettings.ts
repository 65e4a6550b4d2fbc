import * as pulumi from '@pulumi/pulumi';
import { computeMinimumDeadline, DEADLINE_SLACK } from './computeMinimumDeadline.ts';
import { chooseNotation } from './configurationSource.ts';
import { findContradictions } from './findContradictions.ts';
import { findMismatch, findProblems, isOutput } from './findProblems.ts';
import { fillDefaults, type ImageAnalysisArgs, type Settings } from './imageAnalysisArgs.ts';
import { SettingsError, type Notation, type SettingProblem } from './settingsError.ts';
import { settingEntries } from './settingsTable.ts';

/** The longest name for which `{name}-createJobs-1234567` fits a role's 64 characters and a bucket's 63. */
const MAX_NAME_LENGTH = 24;

/**
 * Validates the arguments of a component and fills in the defaults. Outputs are validated as soon as they are known.
 *
 * @throws SettingsError that names every invalid argument, with the accepted values and an example
 */
export function resolveSettings(name: string, args: ImageAnalysisArgs): Settings {
  const { transform, ...values } = args;
  const notationOf = chooseNotation(args);
  const problems = [...findInvalidName(name), ...findProblems(values)];
  if (problems.length > 0) throw new SettingsError(problems, notationOf);
  const settings = fillDefaults(values);
  return {
    ...settings,
    ...validateOutputs(settings, notationOf),
    protect: settings.protect && !settings.tearDown,
    jobDeadlineSeconds:
      settings.jobDeadlineSeconds === 0
        ? computeMinimumDeadline(settings.uploadExpiresSeconds) + DEADLINE_SLACK
        : settings.jobDeadlineSeconds,
    ...(transform === undefined ? {} : { transform }),
  };
}

const findInvalidName = (name: string): SettingProblem[] =>
  /^[a-z][a-z0-9-]*$/.test(name) && name.length <= MAX_NAME_LENGTH
    ? []
    : [
        {
          setting: 'name',
          fault: `is '${name}'`,
          expected: `at most ${MAX_NAME_LENGTH} lower-case letters, digits and hyphens, beginning with a letter`,
          example: 'dicom',
        },
      ];

/** Returns the settings that are outputs, each failing the deployment if its value turns out invalid. */
const validateOutputs = (
  settings: Settings,
  notationOf: (problem: SettingProblem) => Notation,
): Partial<Settings> =>
  Object.fromEntries(
    settingEntries()
      .filter(([name]) => isOutput(settings[name]))
      .map(([name]) => [
        name,
        pulumi.output(settings[name] as pulumi.Input<string>).apply((value) => {
          const problems = [
            findMismatch(name, value) ??
              findContradictions({ ...settings, [name]: value }).filter(({ setting }) => setting === name),
          ].flat();
          if (problems.length > 0) throw new SettingsError(problems, notationOf);
          return value;
        }),
      ]),
  );
