/** The options that change the registered resources, each with its choices as configurations. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, Record<string, string>>>>> = {
  network: {
    none: {},
    create: { network: 'create' },
    existing: {
      network: 'existing',
      vpcId: 'vpc-0a1b2c3d',
      subnetIds: '["subnet-0a1b2c3d","subnet-1a1b2c3d"]',
    },
  },
  audit: { off: {}, on: { auditTrail: 'true' } },
  domain: {
    off: {},
    on: {
      domainName: 'images.example.org',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111',
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    },
  },
  analyzers: {
    none: { analyzers: '[]' },
    'rekognition and another': {
      externalAnalyzers: '["sharpness=arn:aws:iam::210987654321:role/sharpness"]',
    },
  },
  'origin secret': { off: {}, on: { originSecret: '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd' } },
};

/** One choice of every option, as a description and as configuration. */
export interface Combination {
  readonly description: string;
  readonly config: Readonly<Record<string, string>>;
}

/** Every combination, from the fewest options to the most. */
export const COMBINATIONS: readonly Combination[] = Object.entries(OPTIONS).reduce<Combination[]>(
  (combinations, [option, choices]) =>
    combinations.flatMap(({ description, config }) =>
      Object.entries(choices).map(([choice, choiceConfig]) => ({
        description: `${description}${description === '' ? '' : ', '}${option} ${choice}`,
        config: { ...config, ...choiceConfig },
      })),
    ),
  [{ description: '', config: {} }],
);
