import type { CallInfo } from '../../local/aws/interceptor.ts';
import type { AwsRequest } from '../../local/aws/types.ts';

/** Calls that change state or cost money. */
const EFFECTS = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'PutObject',
  'DeleteObject',
  'DeleteObjects',
  'PutEvents',
  'ChangeMessageVisibility',
  'SendMessage',
  'DetectLabels',
  'DetectText',
]);

interface Input {
  readonly Item?: Readonly<Record<string, { readonly S?: string }>>;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly Entries?: readonly { readonly DetailType?: string }[];
}

/** Returns the first job id in a request's path or JSON. */
export const findJobId = ({ path, payload }: AwsRequest): string | undefined =>
  /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/.exec(decodeURIComponent(path))?.[0] ??
  /job#([0-9a-f]{32})/.exec(payload.toString())?.[1] ??
  /\bjobId[\\":]+([0-9a-f]{32})/.exec(payload.toString())?.[1] ??
  /(?:renditions|results)\/(?:[^"]*\/)?([0-9a-f]{32})\//.exec(payload.toString())?.[1];

/** Describes a side effect without its job, such as `UpdateItem SET decode`. Returns undefined for reads. */
export function describeEffect({ operation, request }: CallInfo): string | undefined {
  if (!EFFECTS.has(operation)) return undefined;
  const target = request.service === 's3' ? objectOf(request) : describePayload(request);
  return target === '' ? operation : `${operation} ${target}`;
}

/** Returns the key without tenant and job, such as `renditions 1/0.jpg`. */
function objectOf({ path }: AwsRequest): string {
  const match = /\/(renditions|results)\/(.*?)([0-9a-f]{32})\/(.*)$/.exec(decodeURIComponent(path));
  return match === null ? '' : `${match[1]!} ${match[4]!}`;
}

function describePayload({ payload }: AwsRequest): string {
  const {
    Item,
    UpdateExpression,
    ExpressionAttributeNames = {},
    Entries,
  } = JSON.parse(payload.toString()) as Input;
  if (Item !== undefined)
    return Item.deletedAt === undefined ? (Item.pk?.S?.split('#')[0] ?? '') : 'tombstone';
  if (UpdateExpression !== undefined) {
    const [, verb = '', name = ''] = /(SET|REMOVE|ADD) ([#\w]+)/.exec(UpdateExpression) ?? [];
    return `${verb} ${ExpressionAttributeNames[name] ?? name}`;
  }
  return (Entries ?? []).map(({ DetailType }) => DetailType ?? '').join(', ');
}
