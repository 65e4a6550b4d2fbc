import { at } from '../reading.ts';
import { rule, type Rule, type RuleResource, type Stack } from '../rule.ts';

export const BUCKET = 'aws:s3/bucket:Bucket';
export const FUNCTION = 'aws:lambda/function:Function';
export const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping';
export const QUEUE = 'aws:sqs/queue:Queue';
export const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';

type Only = Rule['only'];

/** Requires a property to have one value. */
export const is = (name: string, type: string, path: string, value: unknown, only?: Only): Rule =>
  rule(
    name,
    type,
    `has ${path} ${String(value)}`,
    ({ props }) => at(props, path) === value,
    only && { only },
  );

/** Requires a property to be present. */
export const has = (name: string, type: string, path: string, only?: Only): Rule =>
  rule(name, type, `has ${path}`, ({ props }) => isSet(at(props, path)), only && { only });

const isSet = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : Boolean(value);

/** Requires a number of at least `least`. */
export const atLeast = (name: string, type: string, path: string, least: number, only?: Only): Rule =>
  rule(
    name,
    type,
    `has ${path} of ${least} or more`,
    ({ props }) => Number(at(props, path)) >= least,
    only && { only },
  );

/** Returns the resource of a type that contains a setting of a bucket. */
export const settingOf = (
  stack: Stack,
  type: string,
  bucket: RuleResource,
): RuleResource['props'] | undefined => {
  const name = bucket.props.bucket;
  return stack.find(type, (props) => typeof name === 'string' && name !== '' && props.bucket === name);
};

/** Requires a value of a property in the resource that contains a setting of a bucket. */
export const ofBucket = (name: string, type: string, path: string, value: unknown, only?: Only): Rule =>
  rule(
    name,
    BUCKET,
    `has ${path} ${String(value)}`,
    (bucket, stack) => at(settingOf(stack, type, bucket), path) === value,
    only && { only },
  );

/** Finds the event source mapping of a function. */
export const mappingOf = (stack: Stack, property: string, arn: unknown): RuleResource['props'] | undefined =>
  stack.find(MAPPING, (props) => Boolean(arn) && props[property] === arn);
