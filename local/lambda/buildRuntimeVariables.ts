import { randomUUID } from 'node:crypto';
import type { FunctionSettings } from './functionSettings.ts';

/** The credentials of a role's session. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Builds the whole environment of a function's process: the graph's variables, those that Lambda defines
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), and the endpoint of AWS.
 */
export function buildRuntimeVariables(
  settings: FunctionSettings,
  region: string,
  awsEndpointUrl: string,
  credentials: Credentials,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    ...settings.variables,
    _HANDLER: settings.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: randomUUID(),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_ENDPOINT_URL: awsEndpointUrl,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  };
}
