import { at, unwrap } from '../reading.ts';
import { rule, type Rule } from '../rule.ts';
import { atLeast, FUNCTION, has, is, MAPPING, mappingOf } from './kinds.ts';

/** Matches AWS keys, private keys and tokens, but not ARNs of secrets. */
const LOOKS_SECRET = /AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|-----BEGIN|^eyJ|^[A-Za-z0-9+/]{40,}={0,2}$/;

export const COMPUTE: Rule[] = [
  rule('lambda-bounded', FUNCTION, 'has a concurrency limit', ({ props }, stack) => {
    const mapping = mappingOf(stack, 'functionName', unwrap(props).arn);
    return mapping
      ? mapping.functionName === props.arn && Number(at(mapping, 'scalingConfig.maximumConcurrency')) >= 2
      : Number(props.reservedConcurrentExecutions) >= 1;
  }),
  atLeast('lambda-timeout', FUNCTION, 'timeout', 1),
  atLeast('lambda-memory', FUNCTION, 'memorySize', 128),
  rule('lambda-runtime', FUNCTION, 'has a current runtime', ({ props }) =>
    ['nodejs22.x', 'nodejs24.x'].includes(String(props.runtime)),
  ),
  is('lambda-traced', FUNCTION, 'tracingConfig.mode', 'Active'),
  has('lambda-environment-encrypted', FUNCTION, 'kmsKeyArn'),
  rule(
    'lambda-no-secret-in-environment',
    FUNCTION,
    'has no secret in its environment',
    ({ props }) => {
      const variables = at(props, 'environment.variables') as Record<string, unknown>;
      return Object.keys(variables).every((key) => !LOOKS_SECRET.test(String(variables[key])));
    },
    { worst: 'AKIAIOSFODNN7EXAMPLE' },
  ),
  has('lambda-own-log-group', FUNCTION, 'loggingConfig.logGroup'),
  has('lambda-permission-source', 'aws:lambda/permission:Permission', 'sourceArn'),
  rule(
    'lambda-reports-items',
    MAPPING,
    'reports failed batch items',
    ({ props }) => at(props, 'functionResponseTypes.0') === 'ReportBatchItemFailures',
  ),
];
