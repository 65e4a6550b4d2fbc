import * as pulumi from '@pulumi/pulumi';

/** A statement of a policy, which may contain outputs. */
export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Record<string, pulumi.Input<string> | pulumi.Input<string>[]>;
  Action: string | string[];
  Resource?: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

/** Renders a policy as JSON, with each statement once. */
export const createPolicyDocument = (statements: Statement[]): pulumi.Output<string> =>
  pulumi.output(statements).apply((resolved) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [...new Map(resolved.map((one) => [JSON.stringify(one), one])).values()],
    }),
  );

/** Allows an AWS service to assume the role. */
export const createTrustPolicy = (service: string): pulumi.Output<string> =>
  createPolicyDocument([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]);

/** Denies requests without TLS (Security Hub S3.5, SQS best practices). */
export const denyWithoutTls = (action: string, resources: pulumi.Input<string>[]): Statement => ({
  Sid: 'DenyWithoutTls',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
