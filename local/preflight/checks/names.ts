import type { GraphResource } from '../../graph/graph.ts';
import type { Check } from '../check.ts';

interface Limit {
  readonly property?: string;
  readonly most: number;
  readonly pattern: RegExp;
}

const limit = (most: number, pattern: RegExp, property?: string): Limit => ({
  most,
  pattern,
  ...(property === undefined ? {} : { property }),
});

/** The maximum length and the characters of a name by type, from the creating call in each service's API reference. */
const LIMITS: Readonly<Record<string, Limit>> = {
  // Rekognition reads no buckets with dots, and the TLS certificate of S3 does not cover them.
  'aws:s3/bucket:Bucket': limit(63, /^[a-z0-9][a-z0-9-]+[a-z0-9]$/, 'bucket'),
  'aws:sqs/queue:Queue': limit(80, /^[\w-]+$/),
  'aws:lambda/function:Function': limit(64, /^[\w-]+$/),
  'aws:lambda/permission:Permission': limit(100, /^[\w-]+$/, 'statementId'),
  'aws:iam/role:Role': limit(64, /^[\w+=,.@-]+$/),
  'aws:iam/rolePolicy:RolePolicy': limit(128, /^[\w+=,.@-]+$/),
  'aws:cloudwatch/eventRule:EventRule': limit(64, /^[\w.-]+$/),
  'aws:cloudwatch/eventTarget:EventTarget': limit(64, /^[\w.-]+$/, 'targetId'),
  'aws:cloudwatch/eventBus:EventBus': limit(256, /^[/\w.-]+$/),
  'aws:cloudwatch/eventArchive:EventArchive': limit(48, /^[\w.-]+$/),
  'aws:cloudwatch/logGroup:LogGroup': limit(512, /^[\w./#-]+$/),
  'aws:cloudwatch/metricAlarm:MetricAlarm': limit(255, /^[^\p{Cc}]+$/u),
  'aws:cloudwatch/dashboard:Dashboard': limit(255, /^[\w-]+$/, 'dashboardName'),
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': limit(60, /^[\w-]+$/),
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': limit(60, /^[\w-]+$/),
  'aws:dynamodb/table:Table': limit(255, /^[\w.-]{3,}$/),
  'aws:sns/topic:Topic': limit(256, /^[\w-]+$/),
  'aws:secretsmanager/secret:Secret': limit(512, /^[\w/+=.@-]+$/),
  'aws:apigatewayv2/api:Api': limit(128, /^[^\p{Cc}]+$/u),
  'aws:apigatewayv2/authorizer:Authorizer': limit(128, /^[^\p{Cc}]+$/u),
  'aws:apigatewayv2/stage:Stage': limit(128, /^[\w-]+$|^\$default$/),
  'aws:cloudfront/originAccessControl:OriginAccessControl': limit(64, /^[^\p{Cc}]+$/u),
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': limit(128, /^[^\p{Cc}]+$/u),
  'aws:wafv2/webAcl:WebAcl': limit(128, /^[\w-]+$/),
  'aws:ec2/securityGroup:SecurityGroup': limit(255, /^(?!sg-)[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]+$/),
  'aws:budgets/budget:Budget': limit(100, /^[^:\\\p{Cc}]+$/u),
};

/** Returns the resource's name in AWS: the given one, or the logical name with Pulumi's suffix. */
function nameOf({ name, inputs, outputs }: GraphResource, property = 'name'): string {
  const value = outputs[property] ?? inputs[property];
  return typeof value === 'string' ? value : `${name}-0123456`;
}

export const NAMES: readonly Check[] = [
  {
    name: 'name-length',
    types: Object.keys(LIMITS),
    refusal: (resource) => {
      const { property, most } = LIMITS[resource.type]!;
      const name = nameOf(resource, property);
      return name.length <= most
        ? undefined
        : `its name ${name} has ${name.length} characters; the maximum is ${most}`;
    },
  },
  {
    name: 'name-characters',
    types: Object.keys(LIMITS),
    refusal: (resource) => {
      const { property, pattern } = LIMITS[resource.type]!;
      const name = nameOf(resource, property);
      return pattern.test(name) ? undefined : `its name ${name} does not match ${String(pattern)}`;
    },
  },
  {
    name: 'name-taken',
    types: Object.keys(LIMITS),
    refusal: (resource, { resources }) => {
      const { property } = LIMITS[resource.type]!;
      // These names need to be unique only in their rule, role, function or API.
      if (/:(EventTarget|RolePolicy|Permission|Stage|Authorizer)$/.test(resource.type)) return undefined;
      const name = nameOf(resource, property);
      const twin = resources.find(
        (other) => other !== resource && other.type === resource.type && nameOf(other, property) === name,
      );
      return twin && `its name ${name} is also used by ${twin.name}`;
    },
  },
  {
    name: 'tags',
    refusal: ({ inputs }) => {
      const tags = Object.entries((inputs.tags ?? {}) as Record<string, unknown>);
      if (tags.length > 50) return `it has ${tags.length} tags; the maximum is 50`;
      for (const [key, value] of tags) {
        if (!TAG.test(key) || key.length > 128 || /^aws:/i.test(key))
          return `the tag ${key} is not as a tag's name must be: 1 to 128 of letters, digits, spaces and _.:/=+-@, and not begun with aws:`;
        if (typeof value !== 'string' || value.length > 256 || (value !== '' && !TAG.test(value)))
          return `the tag ${key} has the value ${JSON.stringify(value)}; at most 256 of letters, digits, spaces and _.:/=+-@ are taken`;
      }
      return undefined;
    },
  },
];

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
