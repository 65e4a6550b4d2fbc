import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { DEFAULTS, type ImageAnalysisArgs } from '../../../components/settings/imageAnalysisArgs.ts';
import { toConfigList } from '../../../components/settings/notations.ts';
import { readSettings } from '../../../components/settings/readSettings.ts';
import { resolveSettings } from '../../../components/settings/resolveSettings.ts';
import { SettingsError } from '../../../components/settings/settingsError.ts';
import { SETTINGS, type Setting } from '../../../components/settings/settingsTable.ts';
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

/** Reads a configuration as Pulumi passes it to the program, every value as text. */
const read = (values: Record<string, unknown>) => {
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        `${NAMESPACE}:${key}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
  // Copying by name drops the symbol that only `ImageAnalysis` reads.
  return Object.fromEntries(
    Object.entries(readSettings(new pulumi.Config(NAMESPACE))),
  ) as unknown as ImageAnalysisArgs;
};

/** Returns a setting's example as a stack's file holds it. */
const toConfig = (example: unknown): unknown =>
  typeof example === 'object' && example !== null ? toConfigList(example) : example;

describe('readSettings', () => {
  it('accepts exactly the keys of Pulumi.yaml, with their defaults', () => {
    assert.deepEqual(Object.keys(SETTINGS), Object.keys(declared));
    for (const [key, { type, default: value, description }] of Object.entries(declared)) {
      assert.ok(['string', 'integer', 'boolean', 'array'].includes(type), `${key}: type ${type}`);
      assert.ok(description.length > 10, `${key}: description`);
      const inCode = (DEFAULTS as Record<string, unknown>)[key];
      // The types of Pulumi.yaml include no maps: an empty list stands for an empty map.
      if (key === 'tags' || key === 'externalAnalyzers') assert.deepEqual([value, inCode], [[], {}]);
      else assert.deepEqual(value, inCode, key);
    }
  });

  it('declares no secret key with a default, which the Pulumi CLI rejects', () => {
    const isProblemOf = Object.entries(declared).filter(([, key]) => key.secret && key.default !== undefined);
    assert.deepEqual(isProblemOf, []);
  });

  it('wraps every secret key', async () => {
    for (const [key, setting] of Object.entries<Setting>(SETTINGS)) {
      const settings: Record<string, unknown> = {
        ...read({ ...REQUIRED, [key]: toConfig(setting.example) }),
      };
      assert.equal(await pulumi.isSecret(pulumi.output(settings[key])), setting.secret === true, key);
    }
    assert.equal(SETTINGS.originSecret.secret, true);
  });

  it('uses every default if only the identity provider is set', () => {
    assert.deepEqual(read(REQUIRED), REQUIRED);
    const settings = resolveSettings('dicom', read(REQUIRED));
    assert.deepEqual(settings, { ...DEFAULTS, ...REQUIRED, jobDeadlineSeconds: settings.jobDeadlineSeconds });
  });

  it('accepts the defaults of Pulumi.yaml as Pulumi passes them', () => {
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
    it(`reports that ${key} is missing, with the accepted values`, () => {
      assert.throws(() => read({ ...REQUIRED, [key]: '' }), {
        name: 'SettingsError',
        message: new RegExp(
          `^dicom-analyzer:${key} is missing\\. Expected: .+\\. Example: pulumi config set dicom-analyzer:${key} `,
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
    it(`rejects ${key} ${JSON.stringify(wrong)} with its name and an example`, () => {
      assert.throws(() => read({ ...REQUIRED, [key]: wrong }), {
        name: 'SettingsError',
        message: new RegExp(
          `^dicom-analyzer:${key} is .+\\. Expected: .+\\. Example: pulumi config set (--path ')?dicom-analyzer:${key}`,
        ),
      });
    });

  it('reports all missing, invalid, unknown and contradictory keys at once', () => {
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
        assert.ok(error instanceof SettingsError);
        assert.deepEqual(
          error.problems.map(({ setting, fault }) => `${setting} ${fault}`),
          [
            'retentionDay is unknown',
            'oidcAudience is missing',
            'oidcClientId is missing',
            'retentionDays is "ninety"',
            'vpcId is required if network is existing',
            'subnetIds must not be empty if network is existing',
            "domainName is required in prod, because CloudFront's own certificate permits TLS below 1.2",
          ],
        );
        assert.equal(error.message.split('\n').length, 7);
        return true;
      },
    );
  });

  it('keeps the origin secret a secret and does not repeat an invalid one', async () => {
    const originSecret = 'a'.repeat(40);
    const { originSecret: kept } = read({ ...REQUIRED, originSecret });
    assert.equal(await pulumi.isSecret(pulumi.output(kept)), true);
    assert.throws(
      () => read({ ...REQUIRED, originSecret: 'too-short' }),
      (error: Error) => /originSecret is invalid/.test(error.message) && !/too-short/.test(error.message),
    );
  });

  it('shows how to set a list, which the Pulumi CLI accepts only by element', () => {
    assert.throws(() => read({ ...REQUIRED, tags: ['imaging'] }), {
      message:
        /^dicom-analyzer:tags is \["imaging"\]\. .+ Example: pulumi config set --path 'dicom-analyzer:tags\[0\]' team=imaging$/,
    });
  });

  it('accepts the example of each key', () => {
    for (const [key, { example }] of Object.entries(SETTINGS))
      assert.ok(key in read({ ...REQUIRED, [key]: toConfig(example) }), key);
  });
});
