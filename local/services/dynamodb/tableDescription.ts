/** A table of the program. */
export interface TableDescription {
  readonly name: string;
  readonly arn: string;
  /** The customer-managed key that encrypts the rows. */
  readonly keyArn?: string | undefined;
  readonly hashKey: string;
  readonly rangeKey?: string | undefined;
  readonly attributes: readonly { name: string; type: string }[];
  readonly indexes: readonly {
    name: string;
    hashKey: string;
    rangeKey?: string | undefined;
    projectionType: string;
  }[];
  readonly ttlAttribute?: string | undefined;
}

const keySchema = (hashKey: string, rangeKey: string | undefined) => [
  { AttributeName: hashKey, KeyType: 'HASH' },
  ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' }]),
];

/** Builds the input of CreateTable. */
export const buildCreateTableInput = (table: TableDescription) => ({
  TableName: table.name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: table.attributes.map(({ name, type }) => ({
    AttributeName: name,
    AttributeType: type,
  })),
  KeySchema: keySchema(table.hashKey, table.rangeKey),
  ...(table.indexes.length === 0
    ? {}
    : {
        GlobalSecondaryIndexes: table.indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keySchema(index.hashKey, index.rangeKey),
          Projection: { ProjectionType: index.projectionType },
        })),
      }),
});
