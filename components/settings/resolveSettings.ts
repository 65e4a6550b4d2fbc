import { ConfigError } from './configError.ts';
import { findContradictions, DEADLINE_SLACK } from './findContradictions.ts';
import { computeMinimumDeadline } from './computeMinimumDeadline.ts';
import { DEFAULTS, type ImageAnalysisArgs, type Settings } from './imageAnalysisArgs.ts';

/** The longest name, so that `{name}-createJobs-1234567` fits a role's 64 characters and a bucket's 63. */
const LONGEST_NAME = 24;

/**
 * Fills in the defaults, and refuses what cannot be.
 *
 * @throws ConfigError that names every such argument, says what it should be, and gives an example.
 */
export function resolveSettings(name: string, args: ImageAnalysisArgs): Settings {
  const settings: Settings = { ...DEFAULTS, ...args };
  const problems = [...misnamed(name), ...findContradictions(settings)];
  if (problems.length > 0) throw new ConfigError(problems);
  const { jobDeadlineSeconds, uploadExpiresSeconds } = settings;
  const computed = computeMinimumDeadline(uploadExpiresSeconds) + DEADLINE_SLACK;
  return { ...settings, jobDeadlineSeconds: jobDeadlineSeconds === 0 ? computed : jobDeadlineSeconds };
}

const misnamed = (name: string) =>
  /^[a-z][a-z0-9-]*$/.test(name) && name.length <= LONGEST_NAME
    ? []
    : [
        {
          key: 'name',
          fault: `is '${name}'`,
          expected: `at most ${LONGEST_NAME} lower-case letters, digits and hyphens, beginning with a letter`,
          example: 'dicom',
        },
      ];
