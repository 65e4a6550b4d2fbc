import type { ConfigProblem } from './configError.ts';
import { computeMinimumDeadline } from './computeMinimumDeadline.ts';
import type { Settings } from './imageAnalysisArgs.ts';

/** Slack above all retries, for the sweep's own interval. */
export const DEADLINE_SLACK = 600;

/** What cannot be beside other keys, or in this environment; none, where all is well. */
export const findContradictions = (settings: Settings): ConfigProblem[] => [
  ...impossible(settings),
  ...(settings.environment === 'prod' ? unfitForPatients(settings) : []),
];

type Check = [broken: boolean, key: string, fault: string, expected: string, example: string];

const problems = (checks: Check[]): ConfigProblem[] =>
  checks.flatMap(([broken, key, fault, expected, example]) =>
    broken ? [{ key, fault, expected, example }] : [],
  );

function impossible(settings: Settings): ConfigProblem[] {
  const { network, vpcId, subnetIds, endpointCidrs, domainName, certificateArn, hostedZoneId } = settings;
  const { budgetUsd, alarmEmail, jobDeadlineSeconds } = settings;
  const shortest = computeMinimumDeadline(settings.uploadExpiresSeconds);
  const existing = network === 'existing';
  return problems([
    [
      existing && vpcId === '',
      'vpcId',
      'is missing beside network: existing',
      'the id of a VPC with the endpoints of the guide',
      'vpc-0a1b2c3d4e5f60718',
    ],
    [
      existing && subnetIds.length === 0,
      'subnetIds',
      'is empty beside network: existing',
      'ids of private subnets of that VPC',
      '["subnet-0a1b2c3d4e5f60718"]',
    ],
    [
      !existing && (vpcId !== '' || subnetIds.length > 0 || endpointCidrs.length > 0),
      'network',
      `is ${network} beside ${vpcId !== '' ? 'vpcId' : subnetIds.length > 0 ? 'subnetIds' : 'endpointCidrs'}, which then nobody reads`,
      'existing, or these keys absent',
      'existing',
    ],
    [
      domainName !== '' && certificateArn === '',
      'certificateArn',
      'is missing beside domainName',
      'the ARN of a certificate in us-east-1 for that name',
      'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
    ],
    [
      domainName === '' && (certificateArn !== '' || hostedZoneId !== ''),
      'domainName',
      `is missing beside ${certificateArn === '' ? 'hostedZoneId' : 'certificateArn'}`,
      'the host name of portal and API',
      'images.example.org',
    ],
    [
      budgetUsd > 0 && alarmEmail === '',
      'alarmEmail',
      'is missing beside budgetUsd',
      'the address that is told',
      'imaging-operations@example.org',
    ],
    [
      jobDeadlineSeconds !== 0 && jobDeadlineSeconds <= shortest,
      'jobDeadlineSeconds',
      `is ${jobDeadlineSeconds}, but all retries added up take ${shortest}`,
      `more than ${shortest}, or 0 to have it computed`,
      String(shortest + DEADLINE_SLACK),
    ],
  ]);
}

/** What a stack with patients' images must have; for a trial there are dev and staging. */
function unfitForPatients(settings: Settings): ConfigProblem[] {
  const { protect, logRetentionDays, allowedOrigins, waf, logLevel, oidcIssuer, domainName } = settings;
  const plain = allowedOrigins.find((origin) => !origin.startsWith('https://'));
  return problems([
    [!protect, 'protect', 'is false, in prod', 'true', 'true'],
    [logRetentionDays < 365, 'logRetentionDays', `is ${logRetentionDays}, in prod`, '365 or more', '365'],
    [!waf, 'waf', 'is false, in prod', 'true', 'true'],
    [logLevel === 'DEBUG', 'logLevel', 'is DEBUG, in prod', 'INFO, WARN or ERROR', 'INFO'],
    [
      plain !== undefined,
      'allowedOrigins',
      `holds ${plain}, in prod`,
      'https origins only',
      '["https://portal.example.org"]',
    ],
    [
      typeof oidcIssuer === 'string' && !oidcIssuer.startsWith('https://'),
      'oidcIssuer',
      `is ${JSON.stringify(oidcIssuer)}, in prod`,
      'an https URL',
      'https://login.example.org',
    ],
    // With its own certificate CloudFront takes TLS 1.0 too (developer guide, "Supported protocols and ciphers").
    [
      domainName === '',
      'domainName',
      'is missing, in prod: under its own name CloudFront cannot refuse TLS below 1.2',
      'a host name of yours, with its certificateArn',
      'images.example.org',
    ],
  ]);
}
