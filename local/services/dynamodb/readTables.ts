import type { Graph } from '../../graph/graph.ts';
import type { TableDescription } from './tableDescription.ts';

interface IndexInput {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly projectionType: string;
}

/** Reads the tables of the graph. */
export const readTables = (graph: Graph): TableDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:dynamodb/table:Table')
    .map(({ inputs, outputs }) => {
      const ttl = (inputs.ttl ?? {}) as { enabled?: boolean; attributeName?: string };
      const encryption = (inputs.serverSideEncryption ?? {}) as { kmsKeyArn?: string };
      return {
        name: String(outputs.name),
        arn: String(outputs.arn),
        keyArn: encryption.kmsKeyArn,
        hashKey: String(inputs.hashKey),
        rangeKey: typeof inputs.rangeKey === 'string' ? inputs.rangeKey : undefined,
        attributes: inputs.attributes as TableDescription['attributes'],
        indexes: (inputs.globalSecondaryIndexes ?? []) as IndexInput[],
        ttlAttribute: ttl.enabled === true ? ttl.attributeName : undefined,
      };
    });
