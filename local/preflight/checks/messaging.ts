import { InvalidEventPatternException, validatePattern } from '../../services/events/pattern.ts';
import { at, between, textOf, type Check } from '../check.ts';

const QUEUE = 'aws:sqs/queue:Queue';
const FUNCTION = 'aws:lambda/function:Function';
const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const RULE = 'aws:cloudwatch/eventRule:EventRule';
const TARGET = 'aws:cloudwatch/eventTarget:EventTarget';
const SQS = 'SQS API reference, CreateQueue';
const EVENTS = 'EventBridge API reference';

/** The maximum length of a pattern (EventBridge user guide, "Quotas"). */
const PATTERN = 2048;

export const MESSAGING: readonly Check[] = [
  between('queue-visibility-range', QUEUE, 'visibilityTimeoutSeconds', 0, 43_200, SQS),
  between('queue-retention', QUEUE, 'messageRetentionSeconds', 60, 1_209_600, SQS),
  between('queue-message-size', QUEUE, 'maxMessageSize', 1024, 1_048_576, SQS),
  between('queue-delay', QUEUE, 'delaySeconds', 0, 900, SQS),
  {
    name: 'queue-visibility',
    types: [MAPPING],
    refusal: ({ inputs }, { resources }) => {
      const queue = resources.find(
        ({ type, outputs }) => type === QUEUE && outputs.arn === inputs.eventSourceArn,
      );
      const fn = resources.find(
        ({ type, outputs }) => type === FUNCTION && [outputs.arn, outputs.name].includes(inputs.functionName),
      );
      if (queue === undefined) return `there is no queue ${textOf(inputs.eventSourceArn)}`;
      if (fn === undefined) return `there is no function ${textOf(inputs.functionName)}`;
      const [visibility, timeout] = [
        Number(queue.inputs.visibilityTimeoutSeconds ?? 30),
        Number(fn.inputs.timeout ?? 3),
      ];
      return visibility >= 6 * timeout
        ? undefined
        : `${queue.name} hides a message for ${visibility} s and ${fn.name} may take ${timeout} s; Lambda wants six times as much, ${6 * timeout} s, and takes nothing below ${timeout} s`;
    },
  },
  {
    name: 'queue-redrive',
    types: [QUEUE],
    refusal: ({ inputs }, { resources }) => {
      if (inputs.redrivePolicy === undefined) return undefined;
      const policy: unknown = JSON.parse(textOf(inputs.redrivePolicy));
      const [target, receives] = [at(policy, 'deadLetterTargetArn'), Number(at(policy, 'maxReceiveCount'))];
      if (!Number.isInteger(receives) || receives < 1 || receives > 1000)
        return `its maxReceiveCount is ${textOf(at(policy, 'maxReceiveCount'))}; it must be 1 to 1000 (${SQS})`;
      return resources.some(({ type, outputs }) => type === QUEUE && outputs.arn === target)
        ? undefined
        : `its dead-letter queue ${textOf(target)} is not in the stack`;
    },
  },
  {
    name: 'event-pattern',
    types: [RULE],
    refusal: ({ inputs: { eventPattern } }) => {
      if (eventPattern === undefined) return undefined;
      const text = textOf(eventPattern);
      if (text.length > PATTERN)
        return `its pattern has ${text.length} characters; the maximum is ${PATTERN} (EventBridge user guide, "Quotas")`;
      try {
        validatePattern(JSON.parse(text) as object);
        return undefined;
      } catch (error) {
        if (error instanceof InvalidEventPatternException || error instanceof SyntaxError)
          return `EventBridge does not accept its pattern: ${error.message}`;
        throw error;
      }
    },
  },
  {
    name: 'event-rule-wakes',
    types: [RULE],
    refusal: ({ inputs: { eventPattern, scheduleExpression } }) => {
      if (eventPattern === undefined && scheduleExpression === undefined)
        return 'it has neither a pattern nor a schedule';
      return scheduleExpression === undefined || SCHEDULE.test(textOf(scheduleExpression))
        ? undefined
        : `its schedule is ${textOf(scheduleExpression)}; a rule takes rate(5 minutes) or cron(0 10 * * ? *)`;
    },
  },
  {
    name: 'event-rule-targets',
    types: [RULE],
    refusal: (rule, { resources }) => {
      const targets = resources.filter(
        ({ type, inputs }) => type === TARGET && inputs.rule === rule.outputs.name,
      );
      return targets.length <= 5
        ? undefined
        : `it has ${targets.length} targets; the maximum is 5 (EventBridge user guide, "Quotas")`;
    },
  },
  between(
    'event-target-age',
    TARGET,
    'retryPolicy.maximumEventAgeInSeconds',
    60,
    86_400,
    `${EVENTS}, RetryPolicy`,
  ),
  between(
    'event-target-retries',
    TARGET,
    'retryPolicy.maximumRetryAttempts',
    0,
    185,
    `${EVENTS}, RetryPolicy`,
  ),
  {
    name: 'event-target-reached',
    types: [TARGET],
    refusal: ({ inputs }, { resources }) => {
      const has = (type: string, arn: unknown): boolean =>
        resources.some((one) => one.type === type && one.outputs.arn === arn);
      const dlq = at(inputs, 'deadLetterConfig.arn');
      if (dlq !== undefined && !has(QUEUE, dlq))
        return `its dead-letter queue ${textOf(dlq)} is not in the stack`;
      return has(QUEUE, inputs.arn) || has(FUNCTION, inputs.arn)
        ? undefined
        : `its target ${textOf(inputs.arn)} is not in the stack`;
    },
  },
];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const SCHEDULE =
  /^(rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)|cron\((\S+ ){5}\S+\))$/;
