import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { ConfigError } from '../../../components/settings/configError.ts';
import { CONFIG_KEYS } from '../../../components/settings/configKeys.ts';
import { DEFAULTS } from '../../../components/settings/imageAnalysisArgs.ts';
import { readSettings } from '../../../components/settings/readSettings.ts';
import { resolveSettings } from '../../../components/settings/resolveSettings.ts';
import { REQUIRED } from '../support/collectProgram.ts';

interface Declaration {
  type: string;
  default?: unknown;
  description: string;
  secret?: boolean;
}

const NAMESPACE = 'dicom-analyzer';
const file = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'));
const declared = (file('Pulumi.yaml') as { config: Record<string, Declaration> }).config;

/** What the program gets: Pulumi hands every value over as text. */
const read = (values: Record<string, unknown>) => {
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        `${NAMESPACE}:${key}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
  return readSettings(new pulumi.Config(NAMESPACE));
};

describe('readSettings', () => {
  it('knows exactly the keys of Pulumi.yaml, with their defaults', () => {
    assert.deepEqual(Object.keys(CONFIG_KEYS).sort(), Object.keys(declared).sort());
    for (const [key, { type, default: value, description }] of Object.entries(declared)) {
      assert.ok(['string', 'integer', 'boolean', 'array'].includes(type), `${key}: type ${type}`);
      assert.ok(description.length > 10, `${key}: description`);
      const ours = (DEFAULTS as Record<string, unknown>)[key];
      // Pulumi.yaml knows no maps: an empty list stands for an empty one.
      if (key === 'tags' || key === 'externalAnalyzers') assert.deepEqual([value, ours], [[], {}]);
      else assert.deepEqual(value, ours, key);
    }
  });

  it('declares no key in Pulumi.yaml both secret and with a default, which the Pulumi CLI refuses', () => {
    const refused = Object.entries(declared).filter(([, key]) => key.secret && key.default !== undefined);
    assert.deepEqual(refused, []);
  });

  it('wraps every key that is secret', async () => {
    for (const [key, { secret, example }] of Object.entries(CONFIG_KEYS)) {
      const value = (read({ ...REQUIRED, [key]: example }) as unknown as Record<string, unknown>)[key];
      assert.equal(await pulumi.isSecret(pulumi.output(value)), secret === true, key);
    }
    assert.equal(CONFIG_KEYS.originSecret.secret, true);
  });

  it('gives every default when only the identity provider is known', () => {
    assert.deepEqual(read(REQUIRED), REQUIRED);
    const settings = resolveSettings('dicom', read(REQUIRED));
    assert.deepEqual(settings, { ...DEFAULTS, ...REQUIRED, jobDeadlineSeconds: settings.jobDeadlineSeconds });
  });

  it('takes the defaults of Pulumi.yaml as Pulumi hands them over', () => {
    const defaults = Object.fromEntries(
      Object.entries(declared)
        .filter(([, { default: value }]) => value !== undefined)
        .map(([key, { default: value }]) => [key, value]),
    );
    assert.deepEqual({ ...DEFAULTS, ...read({ ...defaults, ...REQUIRED }) }, { ...DEFAULTS, ...REQUIRED });
  });

  it('reads name=value lists as maps', () => {
    const arn = 'arn:aws:iam::123456789012:role/path=odd/sharpness';
    const { externalAnalyzers } = read({ ...REQUIRED, externalAnalyzers: [`sharpness=${arn}`] });
    assert.deepEqual(externalAnalyzers, { sharpness: arn });
  });

  for (const stack of ['dev', 'staging', 'prod'])
    it(`accepts Pulumi.${stack}.yaml`, () => {
      const { config } = file(`Pulumi.${stack}.yaml`) as { config: Record<string, unknown> };
      const own = Object.entries(config)
        .filter(([key]) => key.startsWith(`${NAMESPACE}:`))
        .map(([key, value]) => [key.slice(NAMESPACE.length + 1), value] as const);
      for (const [key] of own) assert.ok(key in declared, `${key} is declared`);
      const settings = resolveSettings('dicom', read(Object.fromEntries(own)));
      assert.equal(settings.environment, stack);
    });

  for (const key of Object.keys(REQUIRED))
    it(`says that ${key} is missing, and what it should be`, () => {
      assert.throws(() => read({ ...REQUIRED, [key]: '' }), {
        name: 'ConfigError',
        key: `${NAMESPACE}:${key}`,
        message: new RegExp(
          `dicom-analyzer:${key} is missing\\. It should be .*for example: pulumi config set`,
        ),
      });
    });

  for (const [key, wrong] of Object.entries({
    environment: 'production',
    oidcIssuer: 'login.example.org',
    allowedOrigins: ['*'],
    maxUploadBytes: 6_000_000_000,
    minConfidence: 'high',
    keepDetectedText: 'maybe',
    analyzers: ['sharpness'],
    externalAnalyzers: ['rekognition=arn:aws:iam::123456789012:role/x'],
    rekognitionConcurrency: 1,
    logRetentionDays: 100,
    certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x',
    network: 'private',
  }))
    it(`refuses ${key} ${JSON.stringify(wrong)}, by name and with an example`, () => {
      assert.throws(() => read({ ...REQUIRED, [key]: wrong }), {
        name: 'ConfigError',
        key: `${NAMESPACE}:${key}`,
        message: /should be .+; for example: pulumi config set dicom-analyzer:\w+ '.+'$/,
      });
    });

  it('says all that is wrong at once: what is missing, wrong, unknown, or at odds with another key', () => {
    const wrong = {
      oidcIssuer: 'https://login.example.org',
      oidcAudience: '',
      retentionDays: 'ninety',
      retentionDay: 90,
      environment: 'prod',
      protect: true,
      logRetentionDays: 365,
      network: 'existing',
    };
    assert.throws(
      () => read(wrong),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(
          error.problems.map(({ key, fault }) => `${key.slice(NAMESPACE.length + 1)} ${fault}`),
          [
            'retentionDay is unknown',
            'oidcAudience is missing',
            'oidcClientId is missing',
            'retentionDays is "ninety"',
            'vpcId is missing beside network: existing',
            'subnetIds is empty beside network: existing',
            'domainName is missing, in prod: under its own name CloudFront cannot refuse TLS below 1.2',
          ],
        );
        assert.equal(error.message.split('\n').length, 7);
        return true;
      },
    );
  });

  it('keeps the origin secret a secret, and does not repeat a wrong one', async () => {
    const originSecret = 'a'.repeat(40);
    const { originSecret: kept } = read({ ...REQUIRED, originSecret });
    assert.equal(await pulumi.isSecret(pulumi.output(kept)), true);
    assert.throws(
      () => read({ ...REQUIRED, originSecret: 'too-short' }),
      (error: Error) =>
        /originSecret is not what it should be/.test(error.message) && !/too-short/.test(error.message),
    );
  });

  it('has an example for each key that the key accepts', () => {
    for (const [key, { example }] of Object.entries(CONFIG_KEYS))
      assert.ok(key in read({ ...REQUIRED, [key]: example }), key);
  });
});

describe('settle', () => {
  const args = { ...REQUIRED };
  const prod = {
    ...args,
    environment: 'prod' as const,
    protect: true,
    logRetentionDays: 365,
    domainName: 'images.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
  };
  const refused = (key: string) => ({ name: 'ConfigError', key });

  it('computes a deadline above every retry added up, and refuses one below', () => {
    const { jobDeadlineSeconds } = resolveSettings('dicom', args);
    // Three hops: an hour of delivery and five receives of six timeouts each, and the time to upload.
    const retries = 900 + 3 * 3600 + 5 * 6 * (120 + 60 + 60);
    assert.ok(jobDeadlineSeconds > retries, `${jobDeadlineSeconds} > ${retries}`);
    assert.throws(
      () => resolveSettings('dicom', { ...args, jobDeadlineSeconds: retries }),
      refused('jobDeadlineSeconds'),
    );
  });

  it('refuses what is not fit for patients in prod', () => {
    assert.equal(resolveSettings('dicom', prod).environment, 'prod');
    for (const [key, value] of Object.entries({
      protect: false,
      logRetentionDays: 180,
      waf: false,
      logLevel: 'DEBUG',
      allowedOrigins: ['http://portal.example.org'],
      oidcIssuer: 'http://login.example.org',
      domainName: '',
    }))
      assert.throws(() => resolveSettings('dicom', { ...prod, [key]: value }), refused(key), key);
  });

  it('refuses keys that miss one another', () => {
    assert.throws(() => resolveSettings('dicom', { ...args, network: 'existing' }), refused('vpcId'));
    assert.throws(
      () => resolveSettings('dicom', { ...args, network: 'existing', vpcId: 'vpc-1' }),
      refused('subnetIds'),
    );
    assert.throws(
      () => resolveSettings('dicom', { ...args, domainName: 'x.example.org' }),
      refused('certificateArn'),
    );
    assert.throws(() => resolveSettings('dicom', { ...args, budgetUsd: 5 }), refused('alarmEmail'));
    assert.throws(() => resolveSettings('dicom', { ...args, vpcId: 'vpc-1' }), refused('network'));
    assert.throws(() => resolveSettings('dicom', { ...args, hostedZoneId: 'Z1' }), refused('domainName'));
  });

  it('refuses a name that would not fit', () => {
    for (const name of ['', 'Dicom', '1dicom', 'd'.repeat(25), 'a_b'])
      assert.throws(() => resolveSettings(name, args), refused('name'), name);
    assert.ok(resolveSettings('d'.repeat(24), args));
  });
});
