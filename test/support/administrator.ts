import type { Outputs } from './localCloud.ts';

/** The local cloud's administrator, as the README says it: the configuration of any AWS SDK client. */
export const administrator = (outputs: Outputs) => ({
  region: outputs.region,
  endpoint: outputs.awsEndpointUrl,
  credentials: { accessKeyId: 'local-admin', secretAccessKey: 'local-admin-secret' },
});
