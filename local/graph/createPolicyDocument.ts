interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

const buildPrincipal = (principals: NonNullable<Statement['principals']>): unknown =>
  principals.some(({ type }) => type === '*')
    ? '*'
    : Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));

function buildCondition(conditions: NonNullable<Statement['conditions']>) {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) (byTest[test] ??= {})[variable] = values;
  return byTest;
}

/** Answers `aws.iam.getPolicyDocument` with the document in IAM's JSON. */
export function createPolicyDocument(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const statements = (inputs.statements ?? []) as Statement[];
  const json = JSON.stringify({
    Version: inputs.version ?? '2012-10-17',
    Statement: statements.map((statement) => ({
      ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
      Effect: statement.effect ?? 'Allow',
      ...(statement.actions === undefined ? {} : { Action: statement.actions }),
      ...(statement.notActions === undefined ? {} : { NotAction: statement.notActions }),
      ...(statement.resources === undefined ? {} : { Resource: statement.resources }),
      ...(statement.notResources === undefined ? {} : { NotResource: statement.notResources }),
      ...(statement.principals === undefined ? {} : { Principal: buildPrincipal(statement.principals) }),
      ...(statement.conditions === undefined ? {} : { Condition: buildCondition(statement.conditions) }),
    })),
  });
  return { id: 'policy', json, minifiedJson: json, statements };
}
