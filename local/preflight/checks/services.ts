import { at, between, oneOf, textOf, type Check } from '../check.ts';

const TABLE = 'aws:dynamodb/table:Table';
const KEY = 'aws:kms/key:Key';
const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const API = 'aws:apigatewayv2/api:Api';

/** The regions of Amazon Rekognition (AWS General Reference, "Amazon Rekognition endpoints and quotas"), in this partition. */
const REKOGNITION = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-south-2', 'il-central-1'],
  ...['ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2'],
];
/** The region of the resources that CloudFront uses in other services. */
const GLOBAL_REGION = 'us-east-1';

/** The periods that CloudWatch Logs offers (API reference, PutRetentionPolicy); 0 keeps logs forever. */
const LOG_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const listAt = (value: unknown, path: string): unknown[] => {
  const list = at(value, path);
  return Array.isArray(list) ? (list as unknown[]) : [];
};

function spanRefusal(seconds: number, periods: number): string | undefined {
  if (![10, 20, 30].includes(seconds) && (!Number.isInteger(seconds) || seconds <= 0 || seconds % 60 !== 0))
    return `its period is ${seconds} s; it must be 10, 20, 30 or whole minutes`;
  const most = seconds < 3600 ? 86_400 : 604_800;
  return seconds * periods <= most
    ? undefined
    : `it looks at ${seconds * periods} s; the maximum is ${most} (CloudWatch, PutMetricAlarm)`;
}

export const SERVICES: readonly Check[] = [
  {
    name: 'rekognition-region',
    types: ['aws:iam/rolePolicy:RolePolicy'],
    refusal: ({ inputs }, { region }) =>
      !textOf(inputs.policy).includes('"rekognition:') || REKOGNITION.includes(region)
        ? undefined
        : `it calls Rekognition, which is not in ${region}; it is in ${REKOGNITION.join(', ')}, or set analyzers to []`,
  },
  {
    name: 'cloudfront-certificate-region',
    types: [DISTRIBUTION],
    refusal: ({ inputs }) => {
      const arn = at(inputs, 'viewerCertificate.acmCertificateArn');
      return arn === undefined || textOf(arn).split(':')[3] === GLOBAL_REGION
        ? undefined
        : `its certificate is ${textOf(arn)}; CloudFront requires one in ${GLOBAL_REGION}`;
    },
  },
  {
    name: 'cloudfront-alias-certificate',
    types: [DISTRIBUTION],
    refusal: ({ inputs }) =>
      listAt(inputs, 'aliases').length === 0 ||
      at(inputs, 'viewerCertificate.acmCertificateArn') !== undefined
        ? undefined
        : 'it has an alias and no certificate for it',
  },
  {
    name: 'cloudfront-origins',
    types: [DISTRIBUTION],
    refusal: ({ inputs }) => {
      const known = listAt(inputs, 'origins').map((origin) => at(origin, 'originId'));
      const behaviors = [inputs.defaultCacheBehavior, ...listAt(inputs, 'orderedCacheBehaviors')];
      const lost = behaviors.map((one) => at(one, 'targetOriginId')).find((id) => !known.includes(id));
      return lost === undefined
        ? undefined
        : `a behavior names the origin ${textOf(lost)}, which it does not have`;
    },
  },
  {
    name: 'waf-region',
    types: ['aws:wafv2/webAcl:WebAcl'],
    refusal: ({ inputs }, { region }) =>
      inputs.scope !== 'CLOUDFRONT' || (inputs.region ?? region) === GLOBAL_REGION
        ? undefined
        : `it is in ${textOf(inputs.region ?? region)}; a web ACL for CloudFront must be in ${GLOBAL_REGION}`,
  },
  {
    name: 'api-timeout',
    types: ['aws:apigatewayv2/integration:Integration'],
    refusal: ({ inputs: { timeoutMilliseconds: timeout } }) =>
      timeout === undefined || (Number(timeout) >= 50 && Number(timeout) <= 30_000)
        ? undefined
        : `its timeoutMilliseconds is ${textOf(timeout)}; for an HTTP API it must be 50 to 30000`,
  },
  {
    name: 'api-cors',
    types: [API],
    refusal: ({ inputs }) =>
      listAt(inputs, 'corsConfiguration.allowOrigins').includes('*') &&
      at(inputs, 'corsConfiguration.allowCredentials') === true
        ? 'it takes every origin with credentials, which CORS forbids'
        : undefined,
  },
  {
    name: 'api-route-taken',
    types: ['aws:apigatewayv2/route:Route'],
    refusal: (route, { resources }) => {
      const twin = resources.find(
        (other) =>
          other !== route &&
          other.type === route.type &&
          other.inputs.apiId === route.inputs.apiId &&
          other.inputs.routeKey === route.inputs.routeKey,
      );
      return twin && `its route ${textOf(route.inputs.routeKey)} is also used by ${twin.name}`;
    },
  },
  {
    name: 'table-attributes',
    types: [TABLE],
    refusal: ({ inputs }) => {
      const indexes = [
        ...listAt(inputs, 'globalSecondaryIndexes'),
        ...listAt(inputs, 'localSecondaryIndexes'),
      ];
      const used = new Set(
        [inputs, ...indexes]
          .flatMap((keyed) => [at(keyed, 'hashKey'), at(keyed, 'rangeKey')])
          .filter(Boolean),
      );
      const defined = listAt(inputs, 'attributes').map((attribute) => at(attribute, 'name'));
      const idle = defined.find((name) => !used.has(name));
      const lost = [...used].find((name) => !defined.includes(name));
      if (idle !== undefined)
        return `its attribute ${textOf(idle)} is in no key; DynamoDB accepts only key attributes`;
      return lost === undefined ? undefined : `its key ${textOf(lost)} is not a defined attribute`;
    },
  },
  {
    name: 'table-indexes',
    types: [TABLE],
    refusal: ({ inputs }) => {
      const { length } = listAt(inputs, 'globalSecondaryIndexes');
      return length <= 20 ? undefined : `it has ${length} global indexes; the maximum is 20`;
    },
  },
  between('key-rotation', KEY, 'rotationPeriodInDays', 90, 2560, 'KMS API reference, EnableKeyRotation'),
  between('key-deletion', KEY, 'deletionWindowInDays', 7, 30, 'KMS API reference, ScheduleKeyDeletion'),
  oneOf(
    'log-retention',
    'aws:cloudwatch/logGroup:LogGroup',
    'retentionInDays',
    LOG_DAYS,
    'CloudWatch Logs, PutRetentionPolicy',
  ),
  {
    name: 'alarm-span',
    types: [ALARM],
    refusal: ({ inputs }) =>
      [inputs.period, ...listAt(inputs, 'metricQueries').map((query) => at(query, 'metric.period'))]
        .filter((period) => period !== undefined)
        .map((period) => spanRefusal(Number(period), Number(inputs.evaluationPeriods)))
        .find((refusal) => refusal !== undefined),
  },
  {
    name: 'dashboard-body',
    types: ['aws:cloudwatch/dashboard:Dashboard'],
    refusal: ({ inputs }) => {
      const widgets = listAt(JSON.parse(textOf(inputs.dashboardBody)), 'widgets');
      if (widgets.length > 500) return `it has ${widgets.length} widgets; the maximum is 500`;
      const full = widgets.find((widget) => listAt(widget, 'properties.metrics').length > 500);
      return full === undefined ? undefined : 'one of its widgets has more than 500 metrics';
    },
  },
];
