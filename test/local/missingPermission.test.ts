import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '../../local/graph/graph.ts';
import { startLocalCloud, type LocalCloud } from '../../local/startLocalCloud.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { apiClient } from '../support/apiClient.ts';
import { waitFor } from '../support/waitFor.ts';

interface Policy {
  Statement: { Action: string | string[] }[];
}

/** Removes one action from the policies of the roles whose logical name ends in `role`. */
const withoutAction =
  (role: string, action: string) =>
  (graph: Graph): Graph => {
    let removed = 0;
    const resources = graph.resources.map((resource) => {
      if (resource.type !== 'aws:iam/rolePolicy:RolePolicy' || !resource.name.endsWith(role)) return resource;
      const policy = JSON.parse(String(resource.inputs.policy)) as Policy;
      for (const statement of policy.Statement) {
        const actions = [statement.Action].flat();
        removed += actions.filter((one) => one === action).length;
        statement.Action = actions.filter((one) => one !== action);
      }
      policy.Statement = policy.Statement.filter(({ Action }) => Action.length > 0);
      const text = JSON.stringify(policy);
      return {
        ...resource,
        inputs: { ...resource.inputs, policy: text },
        outputs: { ...resource.outputs, policy: text },
      };
    });
    assert.ok(removed > 0, `the graph has a role ${role} with ${action}`);
    return { ...graph, resources };
  };

describe('a call without its permission', function () {
  this.timeout(120_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'missing-permission-'));
  const lines: string[] = [];
  let cloud: LocalCloud;

  before(async () => {
    cloud = await startLocalCloud(
      { port: 0, dataDir, config: {} },
      {
        transformGraph: withoutAction('decode', 'events:PutEvents'),
        print: (topic, text) => lines.push(`${topic} ${text}`),
      },
    );
  });
  after(async () => {
    await cloud.close();
    rmSync(dataDir, { recursive: true });
  });

  it('fails with an AccessDenied that names principal, action and resource', async () => {
    const client = await apiClient(cloud.outputs, 'acme');
    await client.upload(dicomFile({ rows: 100, columns: 100 }));
    const denied = await waitForLine(/is not authorized to perform: events:PutEvents/);
    assert.match(denied, /arn:aws:sts::000000000000:assumed-role\/dicom-decode-[0-9a-f]{7}\//);
    assert.match(denied, /arn:aws:events:us-east-1:000000000000:event-bus\/dicom-[0-9a-f]{7}/);
  });

  /** Waits for a printed line that matches and returns it. */
  async function waitForLine(pattern: RegExp): Promise<string> {
    return waitFor(`a line like ${String(pattern)}`, () => lines.find((line) => pattern.test(line)), {
      limitMs: 60_000,
    });
  }
});
