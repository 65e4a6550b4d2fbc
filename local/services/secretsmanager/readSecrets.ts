import type { Graph } from '../../graph/graph.ts';
import type { SecretDescription } from './secretsManager.ts';

/** Reads the secrets of the graph that have a version: the last version is current, the one before it previous. */
export const readSecrets = (graph: Graph): SecretDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:secretsmanager/secret:Secret')
    .flatMap((secret) => {
      const [current, previous] = graph.resources
        .filter(
          ({ type, inputs }) =>
            type === 'aws:secretsmanager/secretVersion:SecretVersion' && inputs.secretId === secret.id,
        )
        .map(({ inputs }) => String(inputs.secretString))
        .reverse();
      return current === undefined
        ? []
        : [
            {
              arn: String(secret.outputs.arn),
              name: String(secret.outputs.name),
              keyArn: typeof secret.inputs.kmsKeyId === 'string' ? secret.inputs.kmsKeyId : undefined,
              secretString: current,
              previousString: previous,
            },
          ];
    });
