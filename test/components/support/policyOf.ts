/** A statement of a policy in JSON. */
export interface PolicyStatement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** Returns the statements of a policy in a resource's inputs. */
export const policyOf = ({ inputs }: { inputs: Record<string, unknown> }): PolicyStatement[] =>
  (JSON.parse(inputs.policy as string) as { Statement: PolicyStatement[] }).Statement;
