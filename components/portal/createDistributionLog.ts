import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from '../storage/accessLogs.ts';

/** The region that delivers CloudFront's logs for every stack (CloudFront developer guide, "Standard logging v2"). */
const GLOBAL_REGION = 'us-east-1';

/**
 * The logged fields: client, request and result, without query strings and cookies. `timestamp` is a field of real-time
 * logs; deliveries take `date` and `time`, or `timestamp(ms)`
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html#BasicDistributionFileFormat).
 */
const FIELDS = [
  'date',
  'time',
  'c-ip',
  'cs-method',
  'cs-uri-stem',
  'sc-status',
  'sc-bytes',
  'time-taken',
  'x-edge-result-type',
  'x-edge-request-id',
  'ssl-protocol',
  'x-host-header',
];

/** Delivers a distribution's access log to a bucket. Legacy logging would need ACLs on the bucket. */
export function createDistributionLog(
  name: string,
  distribution: aws.cloudfront.Distribution,
  accessLogs: AccessLogs,
  parent: pulumi.Resource,
): void {
  const opts = { parent };
  const region = GLOBAL_REGION;
  const deliveryName = (part: string) => pulumi.interpolate`${name}-${part}-${distribution.id}`;
  const source = new aws.cloudwatch.LogDeliverySource(
    name,
    { region, name: deliveryName('from'), logType: 'ACCESS_LOGS', resourceArn: distribution.arn },
    opts,
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    name,
    {
      region,
      name: deliveryName('to'),
      outputFormat: 'json',
      deliveryDestinationConfiguration: {
        destinationResourceArn: pulumi.interpolate`${accessLogs.bucket.arn}/cloudfront`,
      },
    },
    { ...opts, dependsOn: accessLogs.policy },
  );
  new aws.cloudwatch.LogDelivery(
    name,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: FIELDS,
    },
    opts,
  );
}
