import type { Graph, GraphResource } from '../../local/graph/graph.ts';

const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';

type Condition = Record<string, Record<string, unknown>>;
interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Condition;
}

/** A single permission of a role: one action on one resource under one condition. */
export interface Grant {
  /** The policy's logical name, such as `dicom-decode`. */
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: Condition | undefined;
}

const listOf = (value: string | string[]): string[] => [value].flat();
const statementsOf = (policy: GraphResource): Statement[] =>
  (JSON.parse(String(policy.inputs.policy)) as { Statement: Statement[] }).Statement;
const policiesOf = ({ resources }: Graph): GraphResource[] =>
  resources.filter(({ type }) => type === ROLE_POLICY);

/** Returns the ARN of the role that a policy belongs to. */
export function roleOf(graph: Graph, policy: string): string {
  const { inputs } = policiesOf(graph).find(({ name }) => name === policy)!;
  const role = graph.resources.find(
    ({ type, outputs }) => type === 'aws:iam/role:Role' && outputs.name === inputs.role,
  );
  return String(role?.outputs.arn);
}

/** Lists every grant of the roles of a stack. */
export const listGrants = (graph: Graph): Grant[] =>
  policiesOf(graph).flatMap((policy) =>
    statementsOf(policy).flatMap((statement) =>
      listOf(statement.Action).flatMap((action) =>
        listOf(statement.Resource).map((resource) => ({
          policy: policy.name,
          action,
          resource,
          condition: statement.Condition,
        })),
      ),
    ),
  );

/** Returns the graph without one grant. */
export function removeGrant(graph: Graph, grant: Grant): Graph {
  const same = (condition: Condition | undefined): boolean =>
    JSON.stringify(condition) === JSON.stringify(grant.condition);
  const resources = graph.resources.map((resource) => {
    if (resource.type !== ROLE_POLICY || resource.name !== grant.policy) return resource;
    const Statement = statementsOf(resource).flatMap((statement) => {
      if (!same(statement.Condition)) return [statement];
      const [actions, on] = [listOf(statement.Action), listOf(statement.Resource)];
      if (!actions.includes(grant.action) || !on.includes(grant.resource)) return [statement];
      return [
        { ...statement, Action: actions.filter((action) => action !== grant.action) },
        { ...statement, Action: grant.action, Resource: on.filter((one) => one !== grant.resource) },
      ].filter((one) => one.Action.length > 0 && one.Resource.length > 0);
    });
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    return { ...resource, inputs: { ...resource.inputs, policy } };
  });
  return { ...graph, resources };
}

/** Formats a grant: `dicom-decode: s3:GetObjectVersion on arn:…`. */
export const formatGrant = ({ policy, action, resource, condition }: Grant): string =>
  `${policy}: ${action} on ${resource}${condition === undefined ? '' : ` if ${JSON.stringify(condition)}`}`;
