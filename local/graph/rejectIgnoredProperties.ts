import { isGraphArchive, isGraphAsset } from './isGraphArchive.ts';
import type { ResourceType } from './resourceType.ts';

/** Lists the paths of a value's leaves without array indexes, such as `rules.expiration.days`. */
function listLeafPaths(value: unknown, path = ''): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || isGraphArchive(value) || isGraphAsset(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((element: unknown) => listLeafPaths(element, path));
  return Object.entries(value).flatMap(([key, child]) =>
    listLeafPaths(child, path === '' ? key : `${path}.${key}`),
  );
}

const covers = (pattern: string, path: string): boolean =>
  pattern === '*' ||
  (pattern.endsWith('.*')
    ? path === pattern.slice(0, -2) || path.startsWith(pattern.slice(0, -1))
    : pattern === path);

/**
 * Throws where the inputs hold a property that the local cloud neither serves nor lists as having no effect: a property
 * that is silently ignored would be tried in production first.
 */
export function rejectIgnoredProperties(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  known: Pick<ResourceType, 'served' | 'inert'>,
): void {
  const patterns = [...known.served, ...Object.keys(known.inert)];
  const ignored = [...new Set(listLeafPaths(inputs))].filter(
    (path) => !patterns.some((pattern) => covers(pattern, path)),
  );
  if (ignored.length > 0)
    throw new Error(
      `${type} \`${name}\`: the local cloud would have to ignore ${ignored.map((path) => `\`${path}\``).join(', ')}. ` +
        'Serve it, or add it with its reason to `inert` in local/graph/aws/.',
    );
}
