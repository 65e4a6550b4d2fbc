import type { LogFiles } from '../dataDirectory/logFiles.ts';
import type { FunctionSettings } from './functionSettings.ts';

/** Checks an action of a role; throws AccessDenied. */
export type AuthorizeRole = (roleArn: string, action: string, resource: string) => void;

type Role = Pick<FunctionSettings, 'logicalName' | 'roleArn' | 'traced' | 'inVpc'>;

const TRACING = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const VPC = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Rejects, as CreateFunction does, a function whose role lacks a permission that the Lambda service requires. These
 * actions are checked for all resources, as Lambda does.
 */
export function assertRolePermissions(
  { logicalName, roleArn, traced, inVpc }: Role,
  authorize: AuthorizeRole,
): void {
  for (const action of [...(traced ? TRACING : []), ...(inVpc ? VPC : [])])
    try {
      authorize(roleArn, action, '*');
    } catch (error) {
      const [service = '', name = ''] = action.split(':');
      throw new Error(
        `${logicalName}: The provided execution role does not have permissions to call ${name} on ${service.toUpperCase()}`,
        { cause: error },
      );
    }
}

type Logging = Pick<FunctionSettings, 'logicalName' | 'roleArn' | 'arn' | 'logGroup'>;

/** Writes logs with the roles of the functions, as Lambda does: a function without permission runs, but has no log. */
export class LogDelivery {
  readonly #log: Pick<LogFiles, 'write'>;
  readonly #authorize: AuthorizeRole;
  readonly #onError: (error: unknown) => void;
  readonly #functions: ReadonlyMap<string, Logging>;
  /** True by logical name if the log stream could be created. */
  readonly #streams = new Map<string, boolean>();

  constructor(
    functions: readonly Logging[],
    authorize: AuthorizeRole,
    log: Pick<LogFiles, 'write'>,
    onError: (error: unknown) => void,
  ) {
    this.#functions = new Map(functions.map((one) => [one.logicalName, one]));
    this.#authorize = authorize;
    this.#log = log;
    this.#onError = onError;
  }

  readonly write = (logicalName: string, line: string): void => {
    const known = this.#functions.get(logicalName);
    if (known === undefined) throw new Error(`There is no function ${logicalName}`);
    if (!this.#streams.has(logicalName))
      this.#streams.set(
        logicalName,
        this.#isAuthorized(known, 'logs:CreateLogStream') && this.#isAuthorized(known, 'logs:PutLogEvents'),
      );
    if (this.#streams.get(logicalName) === true) this.#log.write(logicalName, line);
  };

  /** Checks an action on the log stream. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
  #isAuthorized({ roleArn, arn, logGroup }: Logging, action: string): boolean {
    const [, , , region = '', account = ''] = arn.split(':');
    try {
      this.#authorize(roleArn, action, `arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:`);
      return true;
    } catch (error) {
      this.#onError(error);
      return false;
    }
  }
}
