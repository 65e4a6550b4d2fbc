import type { CallInfo } from '../../local/aws/interceptor.ts';
import type { AwsRequest } from '../../local/aws/types.ts';

/** Calls that change something, or that are paid for by the call. */
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

/** The first job's id that a request names: in its path or its JSON. */
export const jobIdIn = ({ path, payload }: AwsRequest): string | undefined =>
  /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/.exec(decodeURIComponent(path))?.[0] ??
  /job#([0-9a-f]{32})/.exec(payload.toString())?.[1] ??
  /\bjobId[\\":]+([0-9a-f]{32})/.exec(payload.toString())?.[1] ??
  /(?:renditions|results)\/(?:[^"]*\/)?([0-9a-f]{32})\//.exec(payload.toString())?.[1];

/** A side effect in words that leave out whose it is, as `UpdateItem SET decode`; undefined for what only reads. */
export function effectOf({ operation, request }: CallInfo): string | undefined {
  if (!EFFECTS.has(operation)) return undefined;
  const target = request.service === 's3' ? objectOf(request) : what(request);
  return target === '' ? operation : `${operation} ${target}`;
}

/** `renditions 1/0.jpg`: the key without tenant and job. */
function objectOf({ path }: AwsRequest): string {
  const match = /\/(renditions|results)\/(.*?)([0-9a-f]{32})\/(.*)$/.exec(decodeURIComponent(path));
  return match === null ? '' : `${match[1]!} ${match[4]!}`;
}

function what({ payload }: AwsRequest): string {
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
