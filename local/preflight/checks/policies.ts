import type { GraphResource } from '../../graph/graph.ts';
import { at, textOf, type Check } from '../check.ts';

const ROLE = 'aws:iam/role:Role';
const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';

/** The maximum size of a policy in bytes, by resource type and property. */
const LIMITS: Readonly<Record<string, readonly [property: string, bytes: number, source: string]>> = {
  'aws:s3/bucketPolicy:BucketPolicy': ['policy', 20_480, 'S3 user guide, "Bucket policies"'],
  'aws:sqs/queuePolicy:QueuePolicy': ['policy', 8192, 'SQS developer guide, "Amazon SQS policy quotas"'],
  'aws:sns/topicPolicy:TopicPolicy': ['policy', 30_720, 'SNS, SetTopicAttributes'],
  'aws:kms/key:Key': ['policy', 32_768, 'KMS API reference, PutKeyPolicy'],
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': ['policy', 10_240, 'EventBridge, PutPermission'],
  'aws:secretsmanager/secretPolicy:SecretPolicy': ['policy', 20_480, 'Secrets Manager, PutResourcePolicy'],
  'aws:ec2/vpcEndpoint:VpcEndpoint': ['policy', 20_480, 'PrivateLink guide, "Endpoint policies"'],
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': ['policyDocument', 5120, 'CloudWatch Logs quotas'],
  [ROLE]: ['assumeRolePolicy', 2048, 'IAM user guide, "IAM and STS quotas"'],
};
/** The maximum length of all inline policies of a role, without white space (IAM user guide, "IAM and STS quotas"). */
const INLINE = 10_240;

const documentOf = ({ type, inputs }: GraphResource): string | undefined => {
  const property = LIMITS[type]?.[0] ?? 'policy';
  return typeof inputs[property] === 'string' ? inputs[property] : undefined;
};
const squeezed = (text: string): number => text.replaceAll(/\s/g, '').length;
const statementsOf = (text: string): object[] => {
  const statements = at(JSON.parse(text), 'Statement');
  return Array.isArray(statements) ? (statements as object[]) : [];
};

export const POLICIES: readonly Check[] = [
  {
    name: 'policy-size',
    types: Object.keys(LIMITS),
    refusal: (resource) => {
      const [property, most, source] = LIMITS[resource.type]!;
      const bytes = Buffer.byteLength(documentOf(resource) ?? '');
      return bytes <= most
        ? undefined
        : `its ${property} has ${bytes} bytes; the maximum is ${most} (${source})`;
    },
  },
  {
    name: 'role-policies-size',
    types: [ROLE],
    refusal: ({ outputs }, { resources }) => {
      const characters = resources
        .filter(({ type, inputs }) => type === ROLE_POLICY && inputs.role === outputs.name)
        .reduce((sum, { inputs }) => sum + squeezed(textOf(inputs.policy)), 0);
      return characters <= INLINE
        ? undefined
        : `its policies have ${characters} characters together; the maximum is ${INLINE} (IAM user guide, "IAM and STS quotas")`;
    },
  },
  {
    name: 'policy-is-json',
    types: [...Object.keys(LIMITS), ROLE_POLICY],
    refusal: (resource) => {
      const text = documentOf(resource);
      if (text === undefined) return undefined;
      try {
        const statements = statementsOf(text);
        if (statements.length === 0) return 'its policy has no statement';
        const sids = statements.flatMap((statement) => at(statement, 'Sid') ?? []);
        const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
        if (twice !== undefined) return `two statements of its policy have the Sid ${textOf(twice)}`;
        const wrong = sids.find(
          (sid) => resource.type.startsWith('aws:iam/') && !/^[a-zA-Z0-9]*$/.test(textOf(sid)),
        );
        return wrong === undefined
          ? undefined
          : `the Sid ${textOf(wrong)} contains characters other than letters and digits`;
      } catch {
        return 'its policy is not JSON';
      }
    },
  },
  {
    name: 'queue-policy-parts',
    types: ['aws:sqs/queuePolicy:QueuePolicy'],
    refusal: (resource) => {
      const statements = statementsOf(documentOf(resource) ?? '{}');
      if (statements.length > 20) return `its policy has ${statements.length} statements; SQS allows 20`;
      const long = statements.find((statement) => [at(statement, 'Action')].flat().length > 7);
      return long && 'a statement of its policy has more than 7 actions, the maximum of SQS';
    },
  },
];
