import { at, parseJsonProperty } from '../reading.ts';
import { rule, type Rule, type RuleResource, type Stack } from '../rule.ts';
import { ALARM, FUNCTION, atLeast, has, is, mappingOf, QUEUE } from './kinds.ts';
import {
  namesPrincipals,
  deniesWithoutTls,
  everyAllowing,
  hasExactActions,
  listOf,
  statementsOf,
} from './statements.ts';

const TARGET = 'aws:cloudwatch/eventTarget:EventTarget';

/** Tests whether a redrive policy or a target uses the queue as its dead-letter queue. */
const isDlq = ({ props }: RuleResource, stack: Stack): boolean =>
  Boolean(props.arn) &&
  (stack
    .all(QUEUE)
    .some(
      (queue) => at(parseJsonProperty(queue.props, 'redrivePolicy'), 'deadLetterTargetArn') === props.arn,
    ) ||
    stack.all(TARGET).some((target) => at(target.props, 'deadLetterConfig.arn') === props.arn));
const isNotDlq = (queue: RuleResource, stack: Stack): boolean => !isDlq(queue, stack);

const policyOf = ({ props }: RuleResource, stack: Stack) => {
  const { url } = props;
  return statementsOf(
    stack.find('aws:sqs/queuePolicy:QueuePolicy', (policy) => Boolean(url) && policy.queueUrl === url),
  );
};

export const MESSAGING: Rule[] = [
  rule(
    'sqs-redrive',
    QUEUE,
    'has a redrive policy',
    ({ props }) => {
      const redrive = parseJsonProperty(props, 'redrivePolicy');
      return Boolean(at(redrive, 'deadLetterTargetArn')) && Number(at(redrive, 'maxReceiveCount')) >= 1;
    },
    { only: isNotDlq },
  ),
  is('sqs-encrypted', QUEUE, 'sqsManagedSseEnabled', true),
  rule('sqs-tls-only', QUEUE, 'denies requests without TLS', (queue, stack) =>
    deniesWithoutTls(policyOf(queue, stack), 'sqs:*', [queue.props.arn]),
  ),
  rule('sqs-no-open-principal', QUEUE, 'names every allowed principal', (queue, stack) =>
    namesPrincipals(policyOf(queue, stack)),
  ),
  rule('sqs-no-wildcard-action', QUEUE, 'allows exact actions', (queue, stack) =>
    hasExactActions(policyOf(queue, stack)),
  ),
  rule(
    'sqs-visibility',
    QUEUE,
    'has a visibility timeout of six times the timeout of its function',
    ({ props }, stack) => {
      const name = mappingOf(stack, 'eventSourceArn', props.arn)?.functionName;
      const timeout = Number(stack.find(FUNCTION, ({ arn }) => Boolean(arn) && arn === name)?.timeout);
      return timeout > 0 && Number(props.visibilityTimeoutSeconds) >= 6 * timeout;
    },
    { only: isNotDlq },
  ),
  has('eventbridge-dlq', TARGET, 'deadLetterConfig.arn'),
  atLeast('eventbridge-maximum-age', TARGET, 'retryPolicy.maximumEventAgeInSeconds', 60),
  atLeast('eventbridge-retries', TARGET, 'retryPolicy.maximumRetryAttempts', 1),
  rule(
    'eventbridge-bus-closed',
    'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
    'names principal and source',
    ({ props }) =>
      everyAllowing(statementsOf(props), (statement) => {
        const sources = listOf(at(statement, 'Condition.StringEquals.events:source'));
        const names = listOf(at(statement, 'Principal.AWS'));
        return (
          sources.length > 0 &&
          sources.every((source) => /^dicom-analyzer\.[a-z0-9-]+$/.test(source)) &&
          names.length > 0 &&
          names.every((name) => /^arn:aws:iam::\d{12}:/.test(name))
        );
      }),
  ),
  rule(
    'eventbridge-archive',
    'aws:cloudwatch/eventBus:EventBus',
    'has an archive for replay',
    ({ props }, stack) => {
      const { arn } = props;
      const archive = stack.find(
        'aws:cloudwatch/eventArchive:EventArchive',
        ({ eventSourceArn }) => Boolean(arn) && eventSourceArn === arn,
      );
      return Number(archive?.retentionDays) > 0;
    },
  ),
  rule(
    'alarm-on-dead-letters',
    QUEUE,
    'has an alarm',
    ({ props }, stack) => {
      const { name } = props;
      return Boolean(
        stack.find(
          ALARM,
          (alarm) =>
            Boolean(name) &&
            at(alarm, 'dimensions.QueueName') === name &&
            at(alarm, 'metricName') === 'ApproximateNumberOfMessagesVisible',
        ),
      );
    },
    { only: isDlq },
  ),
];
