import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { DEFAULTS, type ImageAnalysisArgs } from '../../../components/settings/imageAnalysisArgs.ts';
import { readSettings } from '../../../components/settings/readSettings.ts';
import { resolveSettings } from '../../../components/settings/resolveSettings.ts';
import { SettingsError } from '../../../components/settings/settingsError.ts';
import { SETTINGS, type Setting } from '../../../components/settings/settingsTable.ts';
import { REQUIRED } from '../support/collectProgram.ts';

const NAMESPACE = 'dicom-analyzer';

describe('resolveSettings', () => {
  const args = { ...REQUIRED };
  const prod = {
    ...args,
    environment: 'prod' as const,
    protect: true,
    logRetentionDays: 365,
    domainName: 'images.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
  };
  const refused = (setting: string) => (error: unknown) => {
    assert.ok(error instanceof SettingsError);
    assert.ok(pulumi.RunError.isInstance(error));
    assert.equal(error.problems[0]?.setting, setting);
    return true;
  };
  const resolve = (args: object) => resolveSettings('dicom', args as ImageAnalysisArgs);
  const OPTIONAL = Object.keys(DEFAULTS);

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

  for (const key of OPTIONAL)
    it(`takes undefined for the default of ${key}`, () => {
      assert.deepEqual(resolve({ ...args, [key]: undefined }), resolve(args));
    });

  for (const key of Object.keys(REQUIRED))
    it(`rejects undefined for ${key}, which has no default`, () => {
      assert.throws(() => resolve({ ...args, [key]: undefined }), refused(key));
    });

  it('accepts every example of the table, with the settings that it needs', () => {
    const { subnetIds, vpcId, certificateArn, alarmEmail, domainName } = SETTINGS;
    const existing = { network: 'existing', vpcId: vpcId.example, subnetIds: subnetIds.example };
    const domain = { domainName: domainName.example, certificateArn: certificateArn.example };
    const needs: Record<string, object> = {
      environment: prod,
      budgetUsd: { alarmEmail: alarmEmail.example },
      ...Object.fromEntries(['vpcId', 'subnetIds', 'endpointCidrs'].map((key) => [key, existing])),
      ...Object.fromEntries(['domainName', 'certificateArn', 'hostedZoneId'].map((key) => [key, domain])),
    };
    for (const [key, { example }] of Object.entries(SETTINGS)) {
      const settings = resolve({ ...args, ...needs[key], [key]: example });
      if (key !== 'jobDeadlineSeconds')
        assert.deepEqual((settings as Record<string, unknown>)[key], example, key);
    }
  });

  for (const [key, setting] of Object.entries<Setting>(SETTINGS)) {
    it(`rejects a value of the wrong type for ${key}, in the words of code`, () => {
      const wrong = Symbol.iterator;
      assert.throws(
        () => resolve({ ...args, [key]: wrong }),
        (error: Error) =>
          refused(key)(error) &&
          new RegExp(`^${key} is .+ Example: new ImageAnalysis\\(`).test(error.message),
      );
    });
    if (setting.input !== true)
      it(`rejects an output for ${key}`, () => {
        assert.throws(() => resolve({ ...args, [key]: pulumi.output(setting.example) }), refused(key));
      });
  }

  it('rejects an output as soon as its value is known, and accepts a valid one', async () => {
    const resolved = (settings: object) => {
      const { oidcIssuer } = resolve({ ...args, ...settings }) as { oidcIssuer: object };
      return (oidcIssuer as { promise: () => Promise<string> }).promise();
    };
    const issuer = (url: string) => ({ oidcIssuer: pulumi.output(url) });
    assert.equal(await resolved(issuer('https://x.example.org')), 'https://x.example.org');
    await assert.rejects(resolved(issuer('x.example.org')), refused('oidcIssuer'));
    await assert.rejects(resolved({ oidcIssuer: Promise.resolve('') }), refused('oidcIssuer'));
    await assert.rejects(resolved({ ...prod, ...issuer('http://x.example.org') }), refused('oidcIssuer'));
  });

  it('rejects an unknown argument by name', () => {
    assert.throws(() => resolve({ ...args, retentionDay: 90 }), refused('retentionDay'));
  });

  it('names a key of the configuration where the value came from there, and an argument elsewhere', () => {
    pulumi.runtime.setAllConfig(
      Object.fromEntries(
        Object.entries({ ...REQUIRED, budgetUsd: '5' }).map(([key, value]) => [`${NAMESPACE}:${key}`, value]),
      ),
    );
    const settings = readSettings(new pulumi.Config(NAMESPACE));
    assert.throws(() => resolve({ ...settings }), { message: /^dicom-analyzer:alarmEmail is missing/ });
    assert.throws(() => resolve({ ...settings, budgetUsd: 0, retentionDays: 0 }), {
      message: /^retentionDays is 0\. .+ Example: new ImageAnalysis\('dicom', \{ retentionDays: 90 \}\)$/,
    });
  });
});
