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
  const isProblemOf = (setting: string) => (error: unknown) => {
    assert.ok(error instanceof SettingsError);
    assert.ok(pulumi.RunError.isInstance(error));
    assert.equal(error.problems[0]?.setting, setting);
    return true;
  };
  const resolve = (args: object) => resolveSettings('dicom', args as ImageAnalysisArgs);
  const OPTIONAL = Object.keys(DEFAULTS);

  it('computes a deadline above the sum of all retries and rejects one below', () => {
    const { jobDeadlineSeconds } = resolveSettings('dicom', args);
    // The time to upload, and three stages with an hour of delivery and five receives of six timeouts each.
    const retries = 900 + 3 * 3600 + 5 * 6 * (120 + 60 + 60);
    assert.ok(jobDeadlineSeconds > retries, `${jobDeadlineSeconds} > ${retries}`);
    assert.throws(
      () => resolveSettings('dicom', { ...args, jobDeadlineSeconds: retries }),
      isProblemOf('jobDeadlineSeconds'),
    );
  });

  it('rejects settings unfit for patient data in prod', () => {
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
      assert.throws(() => resolveSettings('dicom', { ...prod, [key]: value }), isProblemOf(key), key);
  });

  it('rejects keys without the keys that they require', () => {
    assert.throws(() => resolveSettings('dicom', { ...args, network: 'existing' }), isProblemOf('vpcId'));
    assert.throws(
      () => resolveSettings('dicom', { ...args, network: 'existing', vpcId: 'vpc-1' }),
      isProblemOf('subnetIds'),
    );
    assert.throws(
      () => resolveSettings('dicom', { ...args, domainName: 'x.example.org' }),
      isProblemOf('certificateArn'),
    );
    assert.throws(() => resolveSettings('dicom', { ...args, budgetUsd: 5 }), isProblemOf('alarmEmail'));
    assert.throws(() => resolveSettings('dicom', { ...args, vpcId: 'vpc-1' }), isProblemOf('network'));
    assert.throws(() => resolveSettings('dicom', { ...args, hostedZoneId: 'Z1' }), isProblemOf('domainName'));
  });

  it('rejects a name that is too long or invalid', () => {
    for (const name of ['', 'Dicom', '1dicom', 'd'.repeat(25), 'a_b'])
      assert.throws(() => resolveSettings(name, args), isProblemOf('name'), name);
    assert.ok(resolveSettings('d'.repeat(24), args));
  });

  for (const key of OPTIONAL)
    it(`uses the default of ${key} for undefined`, () => {
      assert.deepEqual(resolve({ ...args, [key]: undefined }), resolve(args));
    });

  for (const key of Object.keys(REQUIRED))
    it(`rejects undefined for ${key}, which has no default`, () => {
      assert.throws(() => resolve({ ...args, [key]: undefined }), isProblemOf(key));
    });

  it('accepts every example of the table together with the settings that it requires', () => {
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
    it(`rejects a value of the wrong type for ${key} with an example in code`, () => {
      const wrong = Symbol.iterator;
      assert.throws(
        () => resolve({ ...args, [key]: wrong }),
        (error: Error) =>
          isProblemOf(key)(error) &&
          new RegExp(`^${key} is .+ Example: new ImageAnalysis\\(`).test(error.message),
      );
    });
    if (setting.input !== true)
      it(`rejects an output for ${key}`, () => {
        assert.throws(() => resolve({ ...args, [key]: pulumi.output(setting.example) }), isProblemOf(key));
      });
  }

  it('rejects an output as soon as its value is known to be invalid', async () => {
    const resolved = (settings: object) => {
      const { oidcIssuer } = resolve({ ...args, ...settings }) as { oidcIssuer: object };
      return (oidcIssuer as { promise: () => Promise<string> }).promise();
    };
    const issuer = (url: string) => ({ oidcIssuer: pulumi.output(url) });
    assert.equal(await resolved(issuer('https://x.example.org')), 'https://x.example.org');
    await assert.rejects(resolved(issuer('x.example.org')), isProblemOf('oidcIssuer'));
    await assert.rejects(resolved({ oidcIssuer: Promise.resolve('') }), isProblemOf('oidcIssuer'));
    await assert.rejects(resolved({ ...prod, ...issuer('http://x.example.org') }), isProblemOf('oidcIssuer'));
  });

  it('rejects an unknown argument by name', () => {
    assert.throws(() => resolve({ ...args, retentionDay: 90 }), isProblemOf('retentionDay'));
  });

  it('names a configuration key if the value was read from it, else an argument', () => {
    pulumi.runtime.setAllConfig(
      Object.fromEntries(
        Object.entries({ ...REQUIRED, budgetUsd: '5' }).map(([key, value]) => [`${NAMESPACE}:${key}`, value]),
      ),
    );
    const settings = readSettings(new pulumi.Config(NAMESPACE));
    assert.throws(() => resolve({ ...settings }), { message: /^dicom-analyzer:alarmEmail is required/ });
    assert.throws(() => resolve({ ...settings, budgetUsd: 0, retentionDays: 0 }), {
      message: /^retentionDays is 0\. .+ Example: new ImageAnalysis\('dicom', \{ retentionDays: 90 \}\)$/,
    });
  });
});
