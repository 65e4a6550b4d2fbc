import { ConfigError } from './configError.ts';
import { shortestDeadline } from './deadline.ts';
import { DEFAULTS, type ImageAnalysisArgs, type Settings } from './imageAnalysisArgs.ts';

/** Slack above all retries, for the sweep's own interval. */
const DEADLINE_SLACK = 600;

/** The longest name, so that `{name}-createJobs-1234567` fits a role's 64 characters and a bucket's 63. */
const LONGEST_NAME = 24;

/**
 * Fills in the defaults, and refuses what cannot be.
 *
 * @throws ConfigError that names the argument, says what it should be, and gives an example.
 */
export function settle(name: string, args: ImageAnalysisArgs): Settings {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > LONGEST_NAME)
    throw new ConfigError(
      'name',
      `is '${name}'`,
      `at most ${LONGEST_NAME} lower-case letters, digits and hyphens, beginning with a letter`,
      'dicom',
    );
  const settings: Settings = { ...DEFAULTS, ...args };
  refuseContradictions(settings);
  if (settings.environment === 'prod') refuseUnfitForPatients(settings);
  return { ...settings, jobDeadlineSeconds: deadlineOf(settings) };
}

function deadlineOf({ jobDeadlineSeconds, uploadExpiresSeconds }: Settings): number {
  const shortest = shortestDeadline(uploadExpiresSeconds);
  if (jobDeadlineSeconds === 0) return shortest + DEADLINE_SLACK;
  if (jobDeadlineSeconds > shortest) return jobDeadlineSeconds;
  throw new ConfigError(
    'jobDeadlineSeconds',
    `is ${jobDeadlineSeconds}, but all retries added up take ${shortest}`,
    `more than ${shortest}, or 0 to have it computed`,
    String(shortest + DEADLINE_SLACK),
  );
}

function refuseContradictions(settings: Settings): void {
  const { network, vpcId, subnetIds, domainName, certificateArn, budgetUsd, alarmEmail } = settings;
  if (network === 'existing' && vpcId === '')
    throw new ConfigError(
      'vpcId',
      'is missing beside network: existing',
      'the id of a VPC with the endpoints of the guide',
      'vpc-0a1b2c3d4e5f60718',
    );
  if (network === 'existing' && subnetIds.length === 0)
    throw new ConfigError(
      'subnetIds',
      'is empty beside network: existing',
      'ids of private subnets of that VPC',
      '["subnet-0a1b2c3d4e5f60718"]',
    );
  if (domainName !== '' && certificateArn === '')
    throw new ConfigError(
      'certificateArn',
      'is missing beside domainName',
      'the ARN of a certificate in us-east-1 for that name',
      'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
    );
  if (budgetUsd > 0 && alarmEmail === '')
    throw new ConfigError(
      'alarmEmail',
      'is missing beside budgetUsd',
      'the address that is told',
      'imaging-operations@example.org',
    );
}

/** What a stack with patients' images must have; for a trial there are dev and staging. */
function refuseUnfitForPatients(settings: Settings): void {
  const unfit = (key: string, fault: string, expected: string, example: string): void => {
    throw new ConfigError(key, `${fault}, in prod`, expected, example);
  };
  const { protect, logRetentionDays, allowedOrigins, waf, logLevel, oidcIssuer } = settings;
  if (!protect) unfit('protect', 'is false', 'true', 'true');
  if (logRetentionDays < 365) unfit('logRetentionDays', `is ${logRetentionDays}`, '365 or more', '365');
  if (!waf) unfit('waf', 'is false', 'true', 'true');
  if (logLevel === 'DEBUG') unfit('logLevel', 'is DEBUG', 'INFO, WARN or ERROR', 'INFO');
  const plain = allowedOrigins.find((origin) => !origin.startsWith('https://'));
  if (plain !== undefined)
    unfit('allowedOrigins', `holds ${plain}`, 'https origins only', '["https://portal.example.org"]');
  if (typeof oidcIssuer === 'string' && !oidcIssuer.startsWith('https://'))
    unfit('oidcIssuer', `is ${oidcIssuer}`, 'an https URL', 'https://login.example.org');
}
