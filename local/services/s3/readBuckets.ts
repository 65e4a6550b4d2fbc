import type { Graph, GraphResource } from '../../graph/graph.ts';
import type { BucketDescription, CorsRule } from './description.ts';

/** Reads the buckets of the graph and the settings that other resources give them. */
export const readBuckets = (graph: Graph): BucketDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:s3/bucket:Bucket')
    .map(({ outputs }) => {
      const name = String(outputs.bucket);
      const setting = (type: string): Readonly<Record<string, unknown>> | undefined =>
        graph.resources.find((one: GraphResource) => one.type === type && one.inputs.bucket === name)?.inputs;
      const versioning = setting('aws:s3/bucketVersioning:BucketVersioning')?.versioningConfiguration as
        { status?: string } | undefined;
      const encryption = setting(
        'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      )?.rules as { applyServerSideEncryptionByDefault?: { kmsMasterKeyId?: string } }[] | undefined;
      const cors = setting('aws:s3/bucketCorsConfiguration:BucketCorsConfiguration')?.corsRules;
      return {
        name,
        versioning: versioning?.status === 'Enabled',
        kmsKeyArn: encryption?.[0]?.applyServerSideEncryptionByDefault?.kmsMasterKeyId,
        cors: ((cors ?? []) as Partial<CorsRule>[]).map(corsRule),
        eventBridge: setting('aws:s3/bucketNotification:BucketNotification')?.eventbridge === true,
      };
    });

const corsRule = (rule: Partial<CorsRule>): CorsRule => ({
  allowedOrigins: rule.allowedOrigins ?? [],
  allowedMethods: rule.allowedMethods ?? [],
  allowedHeaders: rule.allowedHeaders ?? [],
  exposeHeaders: rule.exposeHeaders ?? [],
  maxAgeSeconds: rule.maxAgeSeconds,
});
