import { computeMinimumDeadline, DEADLINE_SLACK } from './computeMinimumDeadline.ts';
import type { Settings } from './imageAnalysisArgs.ts';
import type { SettingProblem } from './settingsError.ts';
import { SETTINGS, type SettingName } from './settingsTable.ts';

/** Finds settings that contradict each other, and settings that are unfit for the environment. */
export const findContradictions = (settings: Settings): SettingProblem[] => [
  ...findConflicts(settings),
  ...(settings.environment === 'prod' ? findUnfitForPatients(settings) : []),
];

type Check = [broken: boolean, setting: SettingName, fault: string, expected: string, example?: unknown];

/** The table's example stands for a missing one. */
const report = (checks: Check[]): SettingProblem[] =>
  checks
    .filter(([broken]) => broken)
    .map(([, setting, fault, expected, example = SETTINGS[setting].example]) => ({
      setting,
      fault,
      expected,
      example,
    }));

function findConflicts(settings: Settings): SettingProblem[] {
  const { network, vpcId, subnetIds, endpointCidrs, domainName, certificateArn, hostedZoneId } = settings;
  const { budgetUsd, alarmEmail, jobDeadlineSeconds } = settings;
  const minimum = computeMinimumDeadline(settings.uploadExpiresSeconds);
  const isExisting = network === 'existing';
  const unused = vpcId !== '' ? 'vpcId' : subnetIds.length > 0 ? 'subnetIds' : 'endpointCidrs';
  return report([
    [
      isExisting && vpcId === '',
      'vpcId',
      'is missing beside network: existing',
      'the id of a VPC with the endpoints that the deployment guide lists',
    ],
    [
      isExisting && subnetIds.length === 0,
      'subnetIds',
      'is empty beside network: existing',
      'the ids of private subnets in that VPC',
    ],
    [
      !isExisting && (vpcId !== '' || subnetIds.length > 0 || endpointCidrs.length > 0),
      'network',
      `is ${network} beside ${unused}, which has no effect then`,
      `existing, or ${unused} absent`,
      'existing',
    ],
    [
      domainName !== '' && certificateArn === '',
      'certificateArn',
      'is missing beside domainName',
      'the ARN of a certificate for that name in us-east-1',
    ],
    [
      domainName === '' && (certificateArn !== '' || hostedZoneId !== ''),
      'domainName',
      `is missing beside ${certificateArn === '' ? 'hostedZoneId' : 'certificateArn'}`,
      'the domain name of portal and API',
    ],
    [
      budgetUsd > 0 && alarmEmail === '',
      'alarmEmail',
      'is missing beside budgetUsd',
      'the e-mail address that receives budget notices',
    ],
    [
      jobDeadlineSeconds !== 0 && jobDeadlineSeconds <= minimum,
      'jobDeadlineSeconds',
      `is ${jobDeadlineSeconds}, but all retries take ${minimum}`,
      `more than ${minimum}, or 0 for the default`,
      minimum + DEADLINE_SLACK,
    ],
  ]);
}

/** Finds settings that a stack with patient data cannot have; trials use dev or staging. */
function findUnfitForPatients(settings: Settings): SettingProblem[] {
  const { protect, logRetentionDays, allowedOrigins, waf, logLevel, oidcIssuer, domainName } = settings;
  const unencrypted = allowedOrigins.find((origin) => !origin.startsWith('https://'));
  return report([
    [!protect, 'protect', 'is false, in prod', 'true'],
    [logRetentionDays < 365, 'logRetentionDays', `is ${logRetentionDays}, in prod`, '365 or more'],
    [!waf, 'waf', 'is false, in prod', 'true'],
    [logLevel === 'DEBUG', 'logLevel', 'is DEBUG, in prod', 'INFO, WARN or ERROR'],
    [unencrypted !== undefined, 'allowedOrigins', `holds ${unencrypted}, in prod`, 'https origins only'],
    [
      typeof oidcIssuer === 'string' && !oidcIssuer.startsWith('https://'),
      'oidcIssuer',
      `is ${JSON.stringify(oidcIssuer)}, in prod`,
      'an https URL',
    ],
    // With its own certificate CloudFront takes TLS 1.0 too (developer guide, "Supported protocols and ciphers").
    [
      domainName === '',
      'domainName',
      "is missing, in prod: under CloudFront's own name it accepts TLS below 1.2",
      'your own domain name, with its certificateArn',
    ],
  ]);
}
