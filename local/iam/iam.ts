import { AwsError } from '../aws/awsError.ts';
import type { Caller, ContextInput } from '../aws/types.ts';
import type { RequestContext } from './condition.ts';
import { decideByIdentity, decideByResource } from './evaluate.ts';
import type { Policy } from './policy.ts';

/** A request that IAM evaluated, and its decision. */
export interface AuthorizedCall {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the service supplied. */
  readonly context: ContextInput;
  readonly allowed: boolean;
}

export interface IamOptions {
  readonly accountId: string;
  readonly region: string;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every decision. */
  readonly onDecision?: (call: AuthorizedCall) => void;
}

/** Holds identity policies by principal and resource policies by ARN, and evaluates them. */
export class Iam {
  readonly #options: IamOptions;
  readonly #identities = new Map<string, Policy[]>();
  readonly #resources = new Map<string, Policy>();

  constructor(options: IamOptions) {
    this.#options = options;
  }

  /** Adds a policy to a role or user, by its ARN. */
  attach(principalArn: string, policy: Policy): void {
    this.#identities.set(principalArn, [...(this.#identities.get(principalArn) ?? []), policy]);
  }

  /** Sets the policy of a bucket, queue, bus, key or secret, by its ARN. */
  setResourcePolicy(arn: string, policy: Policy): void {
    this.#resources.set(arn, policy);
  }

  /** Throws AccessDenied, with the message of AWS, unless the policies allow the action. */
  authorize(caller: Caller, action: string, resource: string, input: ContextInput = {}): void {
    const report = (allowed: boolean): void =>
      this.#options.onDecision?.({ caller, action, resource, context: input, allowed });
    try {
      this.#decide(caller, action, resource, input);
    } catch (error) {
      report(false);
      throw error;
    }
    report(true);
  }

  #decide(caller: Caller, action: string, resource: string, input: ContextInput): void {
    const { accountId } = this.#options;
    const request = { caller, accountId, action, resource, context: this.#context(caller, input) };
    const identity = decideByIdentity(this.#identities.get(caller.roleArn ?? caller.arn) ?? [], request);
    if (identity === 'denied')
      throw createDeniedError(caller, action, resource, 'with an explicit deny in an identity-based policy');
    const policy = this.#resources.get(findPolicyOwner(resource));
    const byResource = policy === undefined ? undefined : decideByResource(policy, request);
    if (byResource?.caller === 'denied' || byResource?.account === 'denied')
      throw createDeniedError(caller, action, resource, 'with an explicit deny in a resource-based policy');
    if (byResource?.caller === 'allowed') return;
    // IAM policies count for a key only if the key's policy delegates to the account.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    if (resource.startsWith('arn:aws:kms:') && byResource?.account !== 'allowed')
      throw createDeniedError(
        caller,
        action,
        resource,
        `because no resource-based policy allows the ${action} action`,
      );
    if (identity === 'allowed') return;
    const kind = caller.kind === 'role' || caller.kind === 'user' ? 'identity-based' : 'resource-based';
    throw createDeniedError(
      caller,
      action,
      resource,
      `because no ${kind} policy allows the ${action} action`,
    );
  }

  #context(caller: Caller, input: ContextInput): RequestContext {
    const { accountId, region, now } = this.#options;
    const all: ContextInput = {
      // Loopback needs no TLS; in AWS it ends at the edge.
      'aws:SecureTransport': 'true',
      'aws:RequestedRegion': region,
      'aws:CurrentTime': new Date(now()).toISOString(),
      'aws:EpochTime': String(Math.floor(now() / 1000)),
      'aws:PrincipalArn': caller.roleArn ?? caller.arn,
      'aws:SourceIp': '127.0.0.1',
      ...(caller.kind === 'service'
        ? { 'aws:PrincipalIsAWSService': 'true' }
        : { 'aws:PrincipalIsAWSService': 'false', 'aws:PrincipalAccount': accountId }),
      ...input,
    };
    return new Map(
      Object.entries(all).map(([key, value]) => [
        key.toLowerCase(),
        typeof value === 'string' ? [value] : value,
      ]),
    );
  }
}

/** Returns the owner of the policy: the bucket of an object. */
const findPolicyOwner = (resource: string): string =>
  resource.startsWith('arn:aws:s3:::') ? resource.split('/', 1)[0]! : resource;

function createDeniedError(caller: Caller, action: string, resource: string, reason: string): AwsError {
  const user = caller.kind === 'anonymous' ? 'anonymous' : caller.arn;
  return new AwsError(
    'AccessDenied',
    `User: ${user} is not authorized to perform: ${action} on resource: "${resource}" ${reason}`,
    403,
  );
}
