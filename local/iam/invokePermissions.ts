import type { Graph } from '../graph/graph.ts';

interface Permission {
  readonly functions: readonly unknown[];
  readonly principal: unknown;
  readonly sourceArn: string | undefined;
}

/** Returns true if an ARN matches a pattern: `*` and `?` match within and across segments, as in ArnLike. */
const matchesArn = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);

/** The functions' permissions for services, from the graph's `aws.lambda.Permission`s. */
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

  /** Throws unless the function's resource policy allows the service to invoke it. */
  check(functionArn: string, principal: string, sourceArn: string): void {
    const allowed = this.#permissions.some(
      (permission) =>
        permission.functions.includes(functionArn) &&
        permission.principal === principal &&
        (permission.sourceArn === undefined || matchesArn(permission.sourceArn, sourceArn)),
    );
    if (!allowed)
      throw new Error(
        `AccessDenied: ${principal} (for ${sourceArn}) is not authorized to perform lambda:InvokeFunction on ${functionArn}`,
      );
  }
}
