import { computeMinimumDeadline, DEADLINE_SLACK } from './computeMinimumDeadline.ts';
import type { Settings } from './imageAnalysisArgs.ts';
import type { SettingProblem } from './settingsError.ts';
import { SETTINGS, type SettingName } from './settingsTable.ts';

/** Finds settings that contradict each other, and settings that are unfit for the environment. */
export const findContradictions = (settings: Settings): SettingProblem[] => [
  ...findConflicts(settings),
  ...(settings.environment === 'prod' ? findUnfitForPatientData(settings) : []),
];

type Check = [broken: boolean, setting: SettingName, fault: string, expected: string, example?: unknown];

/** Reports the broken checks, with the example of the settings table by default. */
const toProblems = (checks: Check[]): SettingProblem[] =>
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
  return toProblems([
    [
      isExisting && vpcId === '',
      'vpcId',
      'is required if network is existing',
      'the id of a VPC with the endpoints that the deployment guide lists',
    ],
    [
      isExisting && subnetIds.length === 0,
      'subnetIds',
      'must not be empty if network is existing',
      'the ids of private subnets in that VPC',
    ],
    [
      !isExisting && (vpcId !== '' || subnetIds.length > 0 || endpointCidrs.length > 0),
      'network',
      `is ${network}, so ${unused} has no effect`,
      `existing, or no ${unused}`,
      'existing',
    ],
    [
      domainName !== '' && certificateArn === '',
      'certificateArn',
      'is required if domainName is set',
      'the ARN of a certificate for that name in us-east-1',
    ],
    [
      domainName === '' && (certificateArn !== '' || hostedZoneId !== ''),
      'domainName',
      `is required if ${certificateArn === '' ? 'hostedZoneId' : 'certificateArn'} is set`,
      'the domain name of the portal and the API',
    ],
    [
      budgetUsd > 0 && alarmEmail === '',
      'alarmEmail',
      'is required if budgetUsd is set',
      'the e-mail address that receives budget notices',
    ],
    [
      jobDeadlineSeconds !== 0 && jobDeadlineSeconds <= minimum,
      'jobDeadlineSeconds',
      `is ${jobDeadlineSeconds}, but all retries together can take ${minimum} seconds`,
      `more than ${minimum}, or 0 for the default`,
      minimum + DEADLINE_SLACK,
    ],
  ]);
}

/** Finds settings that are unfit for patient data. Trials use dev or staging. */
function findUnfitForPatientData(settings: Settings): SettingProblem[] {
  const { protect, logRetentionDays, allowedOrigins, waf, logLevel, oidcIssuer, domainName } = settings;
  const unencrypted = allowedOrigins.find((origin) => !origin.startsWith('https://'));
  return toProblems([
    [!protect, 'protect', 'is false in prod', 'true'],
    [logRetentionDays < 365, 'logRetentionDays', `is ${logRetentionDays} in prod`, '365 or more'],
    [!waf, 'waf', 'is false in prod', 'true'],
    [logLevel === 'DEBUG', 'logLevel', 'is DEBUG in prod', 'INFO, WARN or ERROR'],
    [unencrypted !== undefined, 'allowedOrigins', `holds ${unencrypted} in prod`, 'https origins only'],
    [
      typeof oidcIssuer === 'string' && !oidcIssuer.startsWith('https://'),
      'oidcIssuer',
      `is ${JSON.stringify(oidcIssuer)} in prod`,
      'an https URL',
    ],
    // CloudFront's own certificate also permits TLS 1.0 (developer guide, "Supported protocols and ciphers").
    [
      domainName === '',
      'domainName',
      "is required in prod, because CloudFront's own certificate permits TLS below 1.2",
      'your own domain name, with its certificateArn',
    ],
  ]);
}
