import { createHash } from 'node:crypto';
import { INERT, requireString, type ResourceType } from '../resourceType.ts';
import { isGraphArchive } from '../isGraphArchive.ts';
import type { GraphArchive } from '../graph.ts';

const codeHash = (code: GraphArchive): string => {
  const hash = createHash('sha256');
  for (const [path, content] of [...code.files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest('base64');
};

/** Lambda and IAM. */
export const compute: Readonly<Record<string, ResourceType>> = {
  'aws:lambda/function:Function': {
    autoName: 'name',
    outputs: ({ physicalName, inputs, settings: { region, accountId } }) => {
      const arn = `arn:aws:lambda:${region}:${accountId}:function:${physicalName}`;
      if (!isGraphArchive(inputs.code)) throw new Error(`${physicalName}: \`code\` must be an archive`);
      return {
        id: physicalName,
        name: physicalName,
        arn,
        invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
        qualifiedArn: `${arn}:$LATEST`,
        version: '$LATEST',
        sourceCodeHash: codeHash(inputs.code),
      };
    },
    served: [
      'name',
      'code',
      'packageType',
      'handler',
      'runtime',
      'role',
      'timeout',
      'memorySize',
      'environment.variables.*',
      'reservedConcurrentExecutions',
    ],
    inert: {
      'architectures.*': 'bundles are JavaScript and WASM: the same on every machine',
      architectures: 'bundles are JavaScript and WASM: the same on every machine',
      'ephemeralStorage.size': 'handlers write no files',
      'tracingConfig.mode': INERT.tracing,
      'loggingConfig.*': INERT.logs,
      kmsKeyArn: INERT.encryption,
      'deadLetterConfig.*': 'only EventBridge invokes functions asynchronously, and it has its own queue',
      description: INERT.description,
      sourceCodeHash: INERT.provider,
      publish: INERT.provider,
      skipDestroy: INERT.destroy,
      'vpcConfig.*': 'loopback has no subnets',
      'tags.*': INERT.tags,
    },
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    outputs: ({ uuid, settings }) => ({
      id: uuid(),
      uuid: uuid(),
      arn: `arn:aws:lambda:${settings.region}:${settings.accountId}:event-source-mapping:${uuid()}`,
    }),
    served: [
      'eventSourceArn',
      'functionName',
      'batchSize',
      'maximumBatchingWindowInSeconds',
      'functionResponseTypes',
      'scalingConfig.maximumConcurrency',
      'enabled',
    ],
    inert: { 'metricsConfig.*': INERT.alarms, 'tags.*': INERT.tags },
  },
  'aws:lambda/permission:Permission': {
    outputs: (registration) => ({
      id:
        typeof registration.inputs.statementId === 'string'
          ? registration.inputs.statementId
          : registration.name,
    }),
    served: ['action', 'function', 'principal', 'sourceArn', 'sourceAccount', 'statementId'],
    inert: {},
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    outputs: (registration) => ({ id: requireString(registration, 'functionName') }),
    served: ['functionName', 'maximumRetryAttempts', 'maximumEventAgeInSeconds'],
    inert: {},
  },
  'aws:iam/role:Role': {
    autoName: 'name',
    outputs: ({ physicalName, inputs, settings, token }) => {
      const path = typeof inputs.path === 'string' ? inputs.path : '/';
      return {
        id: physicalName,
        name: physicalName,
        path,
        arn: `arn:aws:iam::${settings.accountId}:role${path}${physicalName}`,
        uniqueId: `AROA${token(17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
      };
    },
    served: ['name', 'path', 'assumeRolePolicy', 'inlinePolicies.*'],
    inert: {
      description: INERT.description,
      maxSessionDuration: 'local sessions last as long as the run',
      forceDetachPolicies: INERT.destroy,
      'tags.*': INERT.tags,
    },
  },
  'aws:iam/rolePolicy:RolePolicy': {
    autoName: 'name',
    outputs: (registration) => ({
      id: `${requireString(registration, 'role')}:${registration.physicalName}`,
      name: registration.physicalName,
    }),
    served: ['role', 'name', 'policy'],
    inert: {},
  },
  'aws:iam/policy:Policy': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => {
      const arn = `arn:aws:iam::${settings.accountId}:policy/${physicalName}`;
      return { id: arn, arn, name: physicalName };
    },
    served: ['name', 'path', 'policy'],
    inert: { description: INERT.description, 'tags.*': INERT.tags },
  },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': {
    outputs: (registration) => ({
      id: `${requireString(registration, 'role')}/${requireString(registration, 'policyArn')}`,
    }),
    served: ['role', 'policyArn'],
    inert: {},
  },
};
