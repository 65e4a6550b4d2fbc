import type { Graph } from '../../graph/graph.ts';
import type { SecretDescription } from './secretsManager.ts';

/** Every secret of the graph that has a version. */
export const secretsOf = (graph: Graph): SecretDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:secretsmanager/secretVersion:SecretVersion')
    .map(({ inputs }) => {
      const secret = graph.resources.find(
        ({ type, id }) => type === 'aws:secretsmanager/secret:Secret' && id === inputs.secretId,
      );
      if (secret === undefined) throw new Error(`There is no secret ${String(inputs.secretId)}`);
      return {
        arn: String(secret.outputs.arn),
        name: String(secret.outputs.name),
        keyArn: typeof secret.inputs.kmsKeyId === 'string' ? secret.inputs.kmsKeyId : undefined,
        secretString: String(inputs.secretString),
      };
    });
