import { INERT, requireString, type ResourceType } from '../resourceType.ts';

const inert = (reason: string, ...paths: string[]) => Object.fromEntries(paths.map((path) => [path, reason]));

/** KMS, Secrets Manager, CloudWatch. */
export const security: Readonly<Record<string, ResourceType>> = {
  'aws:kms/key:Key': {
    outputs: ({ uuid, settings }) => ({
      id: uuid(),
      keyId: uuid(),
      arn: `arn:aws:kms:${settings.region}:${settings.accountId}:key/${uuid()}`,
    }),
    served: ['policy'],
    inert: {
      description: INERT.description,
      enableKeyRotation: 'a year is longer than any local run',
      rotationPeriodInDays: 'a year is longer than any local run',
      deletionWindowInDays: INERT.destroy,
      multiRegion: 'there is one region',
      region: 'there is one region',
      bypassPolicyLockoutSafetyCheck: INERT.provider,
      'tags.*': INERT.tags,
    },
  },
  'aws:kms/alias:Alias': {
    autoName: 'name',
    outputs: (registration) => {
      const { region, accountId } = registration.settings;
      const id = registration.physicalName.startsWith('alias/')
        ? registration.physicalName
        : `alias/${registration.physicalName}`;
      const target = requireString(registration, 'targetKeyId');
      return {
        id,
        name: id,
        arn: `arn:aws:kms:${region}:${accountId}:${id}`,
        targetKeyArn: target.startsWith('arn:') ? target : `arn:aws:kms:${region}:${accountId}:key/${target}`,
      };
    },
    served: ['name', 'targetKeyId'],
    inert: {},
  },
  'aws:secretsmanager/secret:Secret': {
    autoName: 'name',
    outputs: ({ physicalName, settings, token }) => {
      const arn = `arn:aws:secretsmanager:${settings.region}:${settings.accountId}:secret:${physicalName}-${token(6)}`;
      return { id: arn, arn, name: physicalName };
    },
    served: ['name', 'policy'],
    inert: {
      description: INERT.description,
      kmsKeyId: INERT.encryption,
      recoveryWindowInDays: INERT.destroy,
      forceOverwriteReplicaSecret: INERT.provider,
      'tags.*': INERT.tags,
    },
  },
  'aws:secretsmanager/secretVersion:SecretVersion': {
    outputs: (registration) => ({
      id: `${requireString(registration, 'secretId')}|${registration.uuid()}`,
      arn: requireString(registration, 'secretId'),
      versionId: registration.uuid(),
    }),
    served: ['secretId', 'secretString'],
    inert: {},
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => ({
      id: physicalName,
      name: physicalName,
      arn: `arn:aws:logs:${settings.region}:${settings.accountId}:log-group:${physicalName}`,
    }),
    served: ['name', 'namePrefix'],
    inert: {
      ...inert(INERT.logs, 'retentionInDays', 'logGroupClass', 'region'),
      kmsKeyId: INERT.encryption,
      skipDestroy: INERT.destroy,
      deletionProtectionEnabled: INERT.destroy,
      'tags.*': INERT.tags,
    },
  },
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': {
    outputs: (registration) => ({ id: requireString(registration, 'policyName') }),
    served: [],
    inert: inert(INERT.logs, 'policyName', 'policyDocument'),
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => ({
      id: physicalName,
      name: physicalName,
      arn: `arn:aws:cloudwatch:${settings.region}:${settings.accountId}:alarm:${physicalName}`,
    }),
    served: [],
    inert: inert(
      INERT.alarms,
      'name',
      'alarmActions',
      'alarmDescription',
      'comparisonOperator',
      'datapointsToAlarm',
      'dimensions.*',
      'evaluationPeriods',
      'extendedStatistic',
      'insufficientDataActions',
      'metricName',
      'metricQueries.*',
      'namespace',
      'okActions',
      'period',
      'statistic',
      'threshold',
      'treatMissingData',
      'unit',
      'tags.*',
    ),
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    outputs: (registration) => ({ id: requireString(registration, 'dashboardName') }),
    served: [],
    inert: inert(INERT.alarms, 'dashboardName', 'dashboardBody'),
  },
};
