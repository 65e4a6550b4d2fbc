import { AwsError } from './awsError.ts';
import type { AwsRequest, AwsResponse, AwsService, RawRequest } from './types.ts';

/** An operation: takes the parsed JSON of a request, returns the JSON of the response. */
export type Operation = (input: never, request: AwsRequest) => Promise<object> | object;

export interface JsonServiceOptions {
  readonly name: string;
  /** The protocol version: `1.0` or `1.1`. */
  readonly version?: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Error codes of the older Query protocol, which SQS sends too. */
  readonly queryErrors?: Readonly<Record<string, string>>;
}

/** The error codes of JSON services by those of S3. */
const NAMES: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  InvalidToken: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  AuthorizationHeaderMalformed: 'IncompleteSignatureException',
  InternalError: 'InternalFailure',
};

/** Creates a service with the AWS JSON protocol. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export function createJsonService({
  name,
  version = '1.1',
  operations,
  queryErrors,
}: JsonServiceOptions): AwsService {
  const contentType = `application/x-amz-json-${version}`;
  const identifyOperation = ({ headers }: RawRequest) =>
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? '';
  return {
    identifyOperation,
    handle: async (request): Promise<AwsResponse> => {
      const operation = Object.hasOwn(operations, identifyOperation(request))
        ? operations[identifyOperation(request)]
        : undefined;
      if (operation === undefined)
        throw new AwsError(
          'NotImplemented',
          `${name}: the local cloud does not support ${identifyOperation(request)}.`,
        );
      const answer = await operation(parse(request.payload) as never, request);
      return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(answer) };
    },
    buildErrorResponse: (error): AwsResponse => {
      const { name: code, message, status } = error as AwsError;
      const own = NAMES[code] ?? code;
      const query = queryErrors === undefined ? undefined : (queryErrors[code] ?? code);
      return {
        status: status >= 500 && code !== 'NotImplemented' ? status : 400,
        headers: {
          'content-type': contentType,
          'x-amzn-errortype': own,
          ...(query === undefined ? {} : { 'x-amzn-query-error': `${query};Sender` }),
        },
        body: JSON.stringify({ __type: own, message }),
      };
    },
  };
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The payload is not valid JSON.');
  }
}
