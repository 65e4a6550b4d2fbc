import { AwsError } from '../aws/awsError.ts';
import type { Caller, ContextInput } from '../aws/types.ts';
import type { RequestContext } from './condition.ts';
import { decideByIdentity, decideByResource } from './evaluate.ts';
import type { Policy } from './policy.ts';

/** One question that was put to IAM, and its answer. */
export interface AuthorizedCall {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** What the service told of the request, beside what IAM itself knows. */
  readonly context: ContextInput;
  readonly allowed: boolean;
}

export interface IamOptions {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every decision. */
  readonly onDecision?: (call: AuthorizedCall) => void;
}

/** What callers may do: identity policies by principal, resource policies by ARN. */
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

  /** The policy of a bucket, queue, bus, key or secret, by its ARN. */
  setResourcePolicy(arn: string, policy: Policy): void {
    this.#resources.set(arn, policy);
  }

  /** Throws AccessDenied unless the caller may; the words are IAM's own. */
  authorize(caller: Caller, action: string, resource: string, input: ContextInput = {}): void {
    const tell = (allowed: boolean): void =>
      this.#options.onDecision?.({ caller, action, resource, context: input, allowed });
    try {
      this.#decide(caller, action, resource, input);
    } catch (error) {
      tell(false);
      throw error;
    }
    tell(true);
  }

  #decide(caller: Caller, action: string, resource: string, input: ContextInput): void {
    const { accountId } = this.#options;
    const question = { caller, accountId, action, resource, context: this.#context(caller, input) };
    const identity = decideByIdentity(this.#identities.get(caller.roleArn ?? caller.arn) ?? [], question);
    if (identity === 'denied')
      throw denied(caller, action, resource, 'with an explicit deny in an identity-based policy');
    const policy = this.#resources.get(ownerOf(resource));
    const byResource = policy === undefined ? undefined : decideByResource(policy, question);
    if (byResource?.caller === 'denied' || byResource?.account === 'denied')
      throw denied(caller, action, resource, 'with an explicit deny in a resource-based policy');
    if (byResource?.caller === 'allowed') return;
    // A key's policy rules alone: IAM counts only where it lets the account decide.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    if (resource.startsWith('arn:aws:kms:') && byResource?.account !== 'allowed')
      throw denied(caller, action, resource, `because no resource-based policy allows the ${action} action`);
    if (identity === 'allowed') return;
    const kind = caller.kind === 'role' || caller.kind === 'user' ? 'identity-based' : 'resource-based';
    throw denied(caller, action, resource, `because no ${kind} policy allows the ${action} action`);
  }

  #context(caller: Caller, input: ContextInput): RequestContext {
    const { accountId, region, now } = this.#options;
    const all: ContextInput = {
      // TLS ends at the edge of a real cloud; loopback has none, and nobody in between.
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

/** An object's policy is its bucket's. */
const ownerOf = (resource: string): string =>
  resource.startsWith('arn:aws:s3:::') ? resource.split('/', 1)[0]! : resource;

function denied(caller: Caller, action: string, resource: string, why: string): AwsError {
  const who = caller.kind === 'anonymous' ? 'anonymous' : caller.arn;
  return new AwsError(
    'AccessDenied',
    `User: ${who} is not authorized to perform: ${action} on resource: "${resource}" ${why}`,
    403,
  );
}
