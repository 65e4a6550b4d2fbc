import { at } from '../reading.ts';
import { rule, type Rule } from '../rule.ts';
import { ALARM, atLeast, has, is } from './kinds.ts';

const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup';
const TRAIL = 'aws:cloudtrail/trail:Trail';

export const OPERATIONS: Rule[] = [
  has('logs-encrypted', LOG_GROUP, 'kmsKeyId'),
  atLeast('logs-retention', LOG_GROUP, 'retentionInDays', 365),
  is('trail-multi-region', TRAIL, 'isMultiRegionTrail', true),
  is('trail-validated', TRAIL, 'enableLogFileValidation', true),
  has('trail-encrypted', TRAIL, 'kmsKeyId'),
  rule(
    'trail-records-images',
    TRAIL,
    'records every read and write of the buckets that hold images',
    ({ props }, stack) => {
      const selector = at(props, 'eventSelectors.0');
      const buckets = stack
        .all('aws:s3/bucket:Bucket')
        .filter(({ name }) => /-(uploads|derived)$/.test(name));
      const seen = at(selector, 'dataResources.0.values');
      return (
        at(selector, 'readWriteType') === 'All' &&
        at(selector, 'dataResources.0.type') === 'AWS::S3::Object' &&
        buckets.length === 2 &&
        Array.isArray(seen) &&
        buckets.every((bucket) => seen.includes(`${String(bucket.props.arn)}/`))
      );
    },
  ),
  has('alarm-acts', ALARM, 'alarmActions.0'),
];
