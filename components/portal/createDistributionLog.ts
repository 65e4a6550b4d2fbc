import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from '../storage/accessLogs.ts';

/** CloudFront's logs are delivered from here, wherever the stack is (CloudFront developer guide, "Standard logging v2"). */
const GLOBAL_REGION = 'us-east-1';

/** Fields that tell who asked for what with which result; no query strings and no cookies. */
const FIELDS = [
  'timestamp',
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

/** Access logs of a distribution, in a bucket that has ACLs off: hence delivery, not the older way. */
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
