/**
 * `npm run nag` in test/cdk-nag: the HIPAA.Security and AwsSolutions packs of cdk-nag over each stack's graph. Prints
 * the findings and the exceptions with their reasons. Exits 1 on a finding without an exception, or an unused exception.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { collectGraph } from '../../local/graph/collectGraph.ts';
import { readConfig } from '../../local/graph/config.ts';
import { readStackFile } from '../../local/graph/stackFile.ts';
import { cloudFormation } from './cloudFormation.ts';
import { EXCEPTIONS } from './exceptions.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Finding {
  rule: string;
  resource: string;
  what: string;
}

/** The finding of a rule that cdk-nag passes to a logger. */
interface Judgement {
  ruleId: string;
  findingId?: string;
  ruleInfo: string;
  errorMessage?: string;
  resource: { node: { id: string } };
}

/** Returns the findings of the packs, and the number of checks. */
async function findingsOf(stack: string): Promise<{ findings: Finding[]; judged: number; errors: string[] }> {
  const { project } = await readConfig(`${ROOT}Pulumi.yaml`, {});
  const { values, region = 'us-east-1' } = await readStackFile(`${ROOT}Pulumi.${stack}.yaml`, project);
  const { config } = await readConfig(`${ROOT}Pulumi.yaml`, { ...values, originSecret: 'x'.repeat(32) });
  const settings = {
    project,
    stack,
    region,
    accountId: '123456789012',
    awsEndpointUrl: `https://sqs.${region}.amazonaws.com`,
    seed: 'nag',
  };
  const { template, names } = cloudFormation(
    await collectGraph({ program: `${ROOT}index.ts`, config, settings }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'cdk-nag-'));
  const templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, JSON.stringify(template, null, 2));
  const app = new App({ outdir: folder, analyticsReporting: false });
  const cdk = new Stack(app, 'stack');
  new CfnInclude(cdk, 'graph', { templateFile });
  const findings: Finding[] = [];
  const errors: string[] = [];
  let judged = 0;
  const nameOf = (resource: { node: { id: string } }): string =>
    names.get(resource.node.id) ?? resource.node.id;
  const logger = {
    onCompliance: () => void judged++,
    onNonCompliance: (one: Judgement) => {
      judged++;
      const rule = one.findingId ? `${one.ruleId}[${one.findingId}]` : one.ruleId;
      findings.push({ rule, resource: nameOf(one.resource), what: one.ruleInfo });
    },
    onError: (one: Judgement) =>
      void errors.push(`${one.ruleId} on ${nameOf(one.resource)}: ${one.errorMessage}`),
    onSuppressed: () => undefined,
    onSuppressedError: () => undefined,
    onNotApplicable: () => undefined,
  };
  const silent = { reports: false, logIgnores: false, additionalLoggers: [logger] };
  Aspects.of(cdk).add(new AwsSolutionsChecks(silent));
  Aspects.of(cdk).add(new HIPAASecurityChecks(silent));
  app.synth();
  rmSync(folder, { recursive: true });
  return { findings, judged, errors };
}

let failures = 0;
const used = new Set<object>();
for (const stack of ['staging', 'prod']) {
  const { findings, judged, errors } = await findingsOf(stack);
  const reasons = findings.map((finding) => {
    const exception = EXCEPTIONS.find(
      ({ rule, resource }) => rule.test(finding.rule) && resource.test(finding.resource),
    );
    if (exception) used.add(exception);
    return { ...finding, reason: exception?.reason };
  });
  const bare = reasons.filter(({ reason }) => reason === undefined);
  console.log(
    `\n${stack}: ${judged} judgements, ${findings.length} findings, ${findings.length - bare.length} of them exceptions, ${errors.length} errors`,
  );
  for (const { rule, resource, what } of bare) console.log(`  ${rule} ${resource}: ${what}`);
  for (const line of errors) console.log(`  could not be checked: ${line}`);
  for (const reason of new Set(reasons.flatMap((one) => one.reason ?? []))) {
    const all = reasons.filter((one) => one.reason === reason);
    const rules = new Set(all.map(({ rule }) => rule.split('[')[0]));
    console.log(`  except ${all.length}, ${[...rules].join(', ')}: ${reason}`);
  }
  failures += bare.length + errors.length;
}
const idle = EXCEPTIONS.filter((exception) => !used.has(exception));
for (const { rule, resource } of idle) console.log(`unused exception: ${rule.source} ${resource.source}`);
process.exit(failures + idle.length > 0 ? 1 : 0);
