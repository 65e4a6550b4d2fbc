import { isGraphArchive } from '../../graph/isGraphArchive.ts';
import { at, between, textOf, type Check } from '../check.ts';

const FUNCTION = 'aws:lambda/function:Function';
const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const QUOTAS = 'Lambda developer guide, "Lambda quotas"';

/** The Node runtimes that Lambda accepts for new functions (Lambda developer guide, "Lambda runtimes"). */
const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];
/** The maximum size of all variables and their names in bytes. */
const ENVIRONMENT = 4096;
/** The maximum size of the unpacked code in bytes. */
const CODE = 250 * 1024 * 1024;
/** The concurrency that must stay unreserved (Lambda developer guide, "Configuring reserved concurrency"). */
const UNRESERVED = 100;
/** The maximum time that API Gateway waits (API Gateway developer guide, "Quotas for HTTP APIs"). */
const API_TIMEOUT_S = 30;

export const FUNCTIONS: readonly Check[] = [
  {
    name: 'function-runtime',
    types: [FUNCTION],
    refusal: ({ inputs: { runtime } }) =>
      RUNTIMES.includes(textOf(runtime))
        ? undefined
        : `its runtime is ${textOf(runtime)}; Lambda accepts ${RUNTIMES.join(' and ')} for new functions`,
  },
  between('function-timeout', FUNCTION, 'timeout', 1, 900, QUOTAS),
  between('function-memory', FUNCTION, 'memorySize', 128, 10_240, QUOTAS),
  between('function-storage', FUNCTION, 'ephemeralStorage.size', 512, 10_240, QUOTAS),
  {
    name: 'function-environment',
    types: [FUNCTION],
    refusal: ({ inputs }) => {
      const variables = Object.entries(
        (at(inputs, 'environment.variables') ?? {}) as Record<string, unknown>,
      );
      const wrong = variables.find(([name]) => !/^[a-zA-Z]\w+$/.test(name) || RESERVED.test(name));
      if (wrong) return `its variable ${wrong[0]} is reserved by Lambda or has an invalid name`;
      const bytes = Buffer.byteLength(variables.map(([name, value]) => `${name}${textOf(value)}`).join(''));
      return bytes <= ENVIRONMENT
        ? undefined
        : `its environment has ${bytes} bytes; the maximum is ${ENVIRONMENT} (${QUOTAS})`;
    },
  },
  {
    name: 'function-layers',
    types: [FUNCTION],
    refusal: ({ inputs }) => {
      const layers = (inputs.layers ?? []) as unknown[];
      return layers.length <= 5 ? undefined : `it has ${layers.length} layers; the maximum is 5 (${QUOTAS})`;
    },
  },
  {
    name: 'function-code',
    types: [FUNCTION],
    refusal: ({ inputs }) => {
      if (!isGraphArchive(inputs.code)) return 'it has no code';
      const { files } = inputs.code;
      const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
      return bytes <= CODE
        ? undefined
        : `its code has ${bytes} bytes; the maximum is ${CODE}, unpacked (${QUOTAS})`;
    },
  },
  {
    name: 'function-reserved-concurrency',
    types: [FUNCTION],
    refusal: ({ inputs }, { resources, lambdaConcurrency }) => {
      if (inputs.reservedConcurrentExecutions === undefined) return undefined;
      const reserved = resources
        .filter(({ type }) => type === FUNCTION)
        .reduce((sum, one) => sum + Number(one.inputs.reservedConcurrentExecutions ?? 0), 0);
      return lambdaConcurrency - reserved >= UNRESERVED
        ? undefined
        : `with it ${reserved} runs are reserved; of the account's ${lambdaConcurrency} at least ${UNRESERVED} must stay unreserved`;
    },
  },
  {
    name: 'function-behind-api',
    types: ['aws:apigatewayv2/integration:Integration'],
    refusal: ({ inputs }, { resources }) => {
      const fn = resources.find(
        ({ type, outputs }) => type === FUNCTION && outputs.invokeArn === inputs.integrationUri,
      );
      if (fn === undefined) return `there is no function ${textOf(inputs.integrationUri)}`;
      return Number(fn.inputs.timeout ?? 3) <= API_TIMEOUT_S
        ? undefined
        : `${fn.name} may take ${textOf(fn.inputs.timeout)} s, and the API answers 503 after ${API_TIMEOUT_S}`;
    },
  },
  between('mapping-concurrency', MAPPING, 'scalingConfig.maximumConcurrency', 2, 1000, QUOTAS),
  between('mapping-batch', MAPPING, 'batchSize', 1, 10_000, QUOTAS),
  {
    name: 'mapping-batching-window',
    types: [MAPPING],
    refusal: ({ inputs: { batchSize, maximumBatchingWindowInSeconds: window } }) =>
      Number(batchSize ?? 10) <= 10 || Number(window ?? 0) >= 1
        ? undefined
        : `its batchSize is ${textOf(batchSize)}; above 10 it wants a maximumBatchingWindowInSeconds of 1 or more`,
  },
];

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|TZ|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_.*))$/;
