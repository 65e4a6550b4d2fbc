/** Checks the commands of the operators' pages, and runs those that the local cloud can run. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { accessToken, apiClient } from '../support/apiClient.ts';
import { imageFile } from '../support/imageFile.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';
import { REQUIRED } from '../components/support/collectProgram.ts';
import { runProgram } from '../../local/graph/runProgram.ts';
import { readCommands } from './readCommands.ts';

const PAGES = ['docs/operations.md', 'docs/troubleshooting.md'];

/** What only AWS has, and what `npm run engine` runs. */
const NOT_LOCAL =
  /^(aws (events start-replay|dynamodb restore-table|kms |cloudwatch |logs )|pulumi |npm |git )/;

/** What a command prints where the local cloud has one finished job. */
const PRINTS: [command: RegExp, output: RegExp][] = [
  [/^curl -sI /, /^HTTP\/1.1 200 [^]*content-security-policy/],
  [/^curl -si -X OPTIONS /, /^HTTP\/1.1 204 /],
  [/^curl -si -H /, /^HTTP\/1.1 200 [^]*"jobs"/],
  [/^echo /, /"iss": "http:\/\/localhost/],
  [/999999999999/, /invalid-request/],
  [/^curl -s -H .*\/jobs\/JOB/, /"state":"completed"/],
  [/^aws dynamodb get-item/, /analysis:rekognition/],
  [/^aws s3api list-objects-v2/, /renditions\/demo\//],
  [/^aws rekognition/, /LabelModelVersion/],
  [/^aws s3api list-object-versions/, /DeleteMarkers/],
  [/^aws s3api delete-object/, /VersionId/],
  [/^aws sqs get-queue-attributes/, /"ApproximateNumberOfMessages": "0"/],
  [/^aws sqs receive-message/, /^$|"Messages": \[\]/],
  [/^aws sqs start-message-move-task/, /TaskHandle/],
];

/** Stands in for `pulumi stack output NAME [--json]`: reads outputs.json, as the pages say for the local cloud. */
const PULUMI = `#!/usr/bin/env node
const [, , stack, output, name] = process.argv;
const value = JSON.parse(require('node:fs').readFileSync(process.env.OUTPUTS, 'utf8'))[name];
if (stack !== 'stack' || output !== 'output' || value === undefined) process.exit(1);
console.log(typeof value === 'string' ? value : JSON.stringify(value));
`;

/** Version 1 of the AWS CLI takes the endpoint of SQS from this option only, as docs/troubleshooting.md says. */
const withEndpoint = (command: string): string =>
  command.startsWith('aws sqs ') &&
  execFileSync('aws', ['--version'], { encoding: 'utf8' }).startsWith('aws-cli/1.')
    ? `${command} --endpoint-url "$AWS_ENDPOINT_URL"`
    : command;

const hasProgram = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

describe('the commands of the operators’ pages', () => {
  it('name outputs that the stack has', async () => {
    const { outputs } = await runProgram(REQUIRED, { awsEndpointUrl: 'http://127.0.0.1:1', seed: 'seed' });
    for (const page of PAGES)
      for (const command of readCommands(page)) {
        assert.doesNotMatch(command, /[A-Z]+_(URL|ARN|BUCKET|TABLE)\b/, `${page}: ${command}`);
        for (const [, name, key] of command.matchAll(
          /pulumi stack output (\w+)(?: --json \| jq -r \.(\w+))?/g,
        )) {
          const value = outputs[name!];
          const found = key === undefined ? value : (value as Record<string, unknown> | undefined)?.[key];
          assert.equal(typeof found, 'string', `${page}: ${command}`);
        }
      }
  });

  describe('on the local cloud', () => {
    let cloud: LocalCloud | undefined;
    let environment: Record<string, string | undefined>;
    const words: Record<string, string> = {};
    const folder = mkdtempSync(join(tmpdir(), 'commands-'));

    before(async function () {
      if (!['aws', 'jq', 'curl'].every(hasProgram)) return this.skip();
      writeFileSync(join(folder, 'pulumi'), PULUMI);
      chmodSync(join(folder, 'pulumi'), 0o755);
      cloud = await startLocalCloud();
      const { outputs } = cloud;
      environment = {
        ...process.env,
        PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
        OUTPUTS: join(cloud.data, 'outputs.json'),
        TOKEN: await accessToken(outputs.tokenUrl, 'demo'),
        AWS_ENDPOINT_URL: outputs.awsEndpointUrl,
        AWS_REGION: outputs.region,
        AWS_DEFAULT_REGION: outputs.region,
        AWS_ACCESS_KEY_ID: 'local-admin',
        AWS_SECRET_ACCESS_KEY: 'local-admin-secret',
      };
      const client = await apiClient(outputs, 'demo');
      words.JOB = await client.upload(Buffer.from(imageFile()));
      await client.finished(words.JOB);
      words.KEY = 'incoming/demo/first';
      writeFileSync(join(folder, 'image.dcm'), imageFile());
      run(
        `aws s3api put-object --bucket ${outputs.uploadsBucket} --key ${words.KEY} --body ${folder}/image.dcm`,
      );
      const deleted = run(`aws s3api delete-object --bucket ${outputs.uploadsBucket} --key ${words.KEY}`);
      words.MARKER_VERSION = (JSON.parse(deleted) as { VersionId: string }).VersionId;
      const listed = run(`aws s3api list-objects-v2 --bucket ${outputs.derivedBucket} --prefix renditions/`);
      words.RENDITION = (JSON.parse(listed) as { Contents: { Key: string }[] }).Contents[0]!.Key;
    });

    after(async () => {
      rmSync(folder, { recursive: true });
      await cloud?.stop();
      cloud?.remove();
    });

    const run = (command: string): string =>
      execFileSync('bash', ['-c', command], { env: environment, encoding: 'utf8' });

    for (const page of PAGES)
      for (const command of readCommands(page).filter((one) => !NOT_LOCAL.test(one)))
        it(command.slice(0, 100), () => {
          const [, printed] = PRINTS.find(([pattern]) => pattern.test(command)) ?? [];
          assert.ok(printed, 'The test does not say what this command prints.');
          const filled = command.replace(/\b(JOB|KEY|MARKER_VERSION|RENDITION)\b/g, (word) => words[word]!);
          assert.match(run(withEndpoint(filled)), printed);
        });
  });
});
