import type { Graph } from '../graph/graph.ts';

interface Permission {
  readonly functions: readonly unknown[];
  readonly principal: unknown;
  readonly sourceArn: string | undefined;
}

/** ARN patterns of a resource policy: `*` and `?` within and across segments, as ArnLike has it. */
const matches = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);

/** Which services may invoke which functions, by the graph's `aws.lambda.Permission`s. */
export class InvokePermissions {
  readonly #permissions: readonly Permission[];

  constructor(graph: Graph) {
    const functions = graph.resources.filter(({ type }) => type === 'aws:lambda/function:Function');
    this.#permissions = graph.resources
      .filter(
        ({ type, inputs }) =>
          type === 'aws:lambda/permission:Permission' && inputs.action === 'lambda:InvokeFunction',
      )
      .map(({ inputs }) => {
        const target = functions.find(({ outputs }) => [outputs.name, outputs.arn].includes(inputs.function));
        return {
          functions: [target?.outputs.arn],
          principal: inputs.principal,
          sourceArn: typeof inputs.sourceArn === 'string' ? inputs.sourceArn : undefined,
        };
      });
  }

  /** Throws where the function's resource policy does not let the service in. */
  check(functionArn: string, principal: string, sourceArn: string): void {
    const allowed = this.#permissions.some(
      (permission) =>
        permission.functions.includes(functionArn) &&
        permission.principal === principal &&
        (permission.sourceArn === undefined || matches(permission.sourceArn, sourceArn)),
    );
    if (!allowed)
      throw new Error(
        `AccessDenied: ${principal} (for ${sourceArn}) is not authorized to perform lambda:InvokeFunction on ${functionArn}`,
      );
  }
}
