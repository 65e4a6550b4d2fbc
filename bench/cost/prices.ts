/** The sources of a price. Only `page` was read on AWS's own page; reports mark the others. */
export type Reading = 'page' | 'quoted' | 'elsewhere' | 'recalled';

/** The meaning of each mark. */
export const MARKS: Record<Reading, { mark: string; says: string }> = {
  page: { mark: '', says: "read on AWS's page" },
  quoted: { mark: 'q', says: "not read on AWS's page, but in a dated transcript that quotes it" },
  elsewhere: { mark: 'e', says: "read on a third-party page, not on AWS's" },
  recalled: { mark: 'r', says: "not read on AWS's page but recalled: check it" },
};

/** A list price in dollars. */
export interface Price {
  /** The priced unit. */
  unit: string;
  /** The dollars per unit, each up to a number of units in a month. The last tier has no end. */
  tiers: readonly (readonly [upTo: number, dollars: number])[];
  page: string;
  reading: Reading;
  /** The year and month in which the price was read. */
  asOf: string;
}

const flat = (dollars: number): Price['tiers'] => [[Infinity, dollars]];
const million = (dollars: number): Price['tiers'] => flat(dollars / 1e6);
const row = (
  unit: string,
  tiers: Price['tiers'],
  page: string,
  reading: Reading,
  asOf = '2026-11',
): Price => ({ unit, tiers, page: `https://aws.amazon.com/${page}/pricing/`, reading, asOf });

/** The list prices of us-east-1, without free tiers, savings plans or private prices. */
export const PRICES = {
  rekognitionImage: row(
    'image and call, group 2',
    [
      [1e6, 0.001],
      [5e6, 0.0008],
      [35e6, 0.0006],
      [Infinity, 0.00025],
    ],
    'rekognition',
    'quoted',
    '2026-10',
  ),
  lambdaRequest: row('request', million(0.2), 'lambda', 'quoted', '2026-09'),
  lambdaSecond: row('GB-second, arm64', flat(0.0000133334), 'lambda', 'elsewhere'),
  httpApiRequest: row(
    'request',
    [
      [300e6, 1 / 1e6],
      [Infinity, 0.9 / 1e6],
    ],
    'api-gateway',
    'quoted',
    '2026-09',
  ),
  event: row('event of up to 64 KB', million(1), 'eventbridge', 'elsewhere', '2026-03'),
  archiveGb: row('GB archived', flat(0.1), 'eventbridge', 'elsewhere', '2026-03'),
  archiveMonth: row('GB-month of archive', flat(0.023), 'eventbridge', 'elsewhere', '2026-03'),
  queueRequest: row('request', million(0.4), 'sqs', 'recalled'),
  writeUnit: row('write request unit', million(0.625), 'dynamodb', 'elsewhere'),
  readUnit: row('read request unit', million(0.125), 'dynamodb', 'elsewhere'),
  tableMonth: row('GB-month', flat(0.25), 'dynamodb', 'recalled'),
  recoveryMonth: row('GB-month of point-in-time recovery', flat(0.2), 'dynamodb', 'recalled'),
  objectPut: row('PUT, POST or LIST', flat(0.005 / 1000), 's3', 'recalled'),
  objectGet: row('GET', flat(0.0004 / 1000), 's3', 'recalled'),
  objectMonth: row(
    'GB-month, Standard',
    [
      [51_200, 0.023],
      [512_000, 0.022],
      [Infinity, 0.021],
    ],
    's3',
    'recalled',
  ),
  transferOut: row(
    'GB out to the internet',
    [
      [10_240, 0.09],
      [51_200, 0.085],
      [153_600, 0.07],
      [Infinity, 0.05],
    ],
    's3',
    'recalled',
  ),
  keyMonth: row('key and month', flat(1), 'kms', 'page'),
  keyRequest: row('request', flat(0.03 / 10_000), 'kms', 'elsewhere'),
  secretMonth: row('secret and month', flat(0.4), 'secrets-manager', 'quoted', '2026-09'),
  cdnRequest: row('HTTPS request', flat(0.01 / 10_000), 'cloudfront', 'recalled'),
  cdnGb: row('GB out to the internet', flat(0.085), 'cloudfront', 'recalled'),
  webAclMonth: row('web ACL and month', flat(5), 'waf', 'elsewhere'),
  wafRuleMonth: row('rule and month', flat(1), 'waf', 'elsewhere'),
  wafRequest: row('request', million(0.6), 'waf', 'elsewhere'),
  endpointHour: row('endpoint, zone and hour', flat(0.01), 'privatelink', 'recalled'),
  endpointGb: row('GB through an endpoint', flat(0.01), 'privatelink', 'recalled'),
  logGb: row('GB of log ingested', flat(0.5), 'cloudwatch', 'elsewhere'),
  logMonth: row('GB-month of log', flat(0.03), 'cloudwatch', 'recalled'),
  metricMonth: row('metric and month', flat(0.3), 'cloudwatch', 'elsewhere'),
  alarmMonth: row('metric of an alarm and month', flat(0.1), 'cloudwatch', 'recalled'),
  dashboardMonth: row('dashboard and month', flat(3), 'cloudwatch', 'elsewhere'),
  trace: row('trace recorded', million(5), 'xray', 'page'),
  auditEvent: row('data event', flat(0.1 / 100_000), 'cloudtrail', 'recalled'),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
