import { AwsError } from '../../aws/awsError.ts';
import { createRoleCaller, type Keyring } from '../../aws/keyring.ts';
import type { AwsRequest, AwsService, RawRequest } from '../../aws/types.ts';
import type { Clock } from '../../clock.ts';
import { renderElement } from '../s3/xml.ts';

/** Creates STS with the Query protocol: GetCallerIdentity and AssumeRole. */
export function createStsService(keys: Keyring, accountId: string, clock: Clock): AwsService {
  const answer = (
    action: string,
    result: Parameters<typeof renderElement>[1],
    { requestId }: RawRequest,
  ) => ({
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: renderElement(`${action}Response`, {
      [`${action}Result`]: result,
      ResponseMetadata: { RequestId: requestId },
    }),
  });

  function assumeRole(form: URLSearchParams, request: AwsRequest) {
    const [roleArn, session] = [form.get('RoleArn') ?? '', form.get('RoleSessionName') ?? 'local'];
    request.authorize('sts:AssumeRole', roleArn);
    const { accessKeyId, secretAccessKey, sessionToken } = keys.createSession(roleArn, session);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(clock.now() + 3_600_000).toISOString(),
      },
      AssumedRoleUser: {
        Arn: createRoleCaller(roleArn, session).arn,
        AssumedRoleId: `${accessKeyId}:${session}`,
      },
    };
  }

  return {
    identifyOperation: () => 'Query',
    handle: (request) => {
      const form = new URLSearchParams(request.payload.toString());
      const action = form.get('Action') ?? '';
      if (action === 'AssumeRole') return Promise.resolve(answer(action, assumeRole(form, request), request));
      if (action !== 'GetCallerIdentity')
        throw new AwsError('NotImplemented', `STS: the local cloud does not support ${action}.`, 501);
      const { arn } = request.caller;
      const identity = { Arn: arn, UserId: arn.split('/').at(-1), Account: accountId };
      return Promise.resolve(answer(action, identity, request));
    },
    buildErrorResponse: (error, { requestId }) => {
      const { name, message, status } = error as AwsError;
      return {
        status,
        headers: { 'content-type': 'text/xml' },
        body: renderElement('ErrorResponse', {
          Error: { Type: 'Sender', Code: name, Message: message },
          RequestId: requestId,
        }),
      };
    },
  };
}
