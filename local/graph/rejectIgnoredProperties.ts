import { isGraphArchive, isGraphAsset } from './isGraphArchive.ts';
import type { ResourceType } from './resourceType.ts';

/** The paths of a value's leaves, array indexes left out: `rules.expiration.days`. */
function leafPaths(value: unknown, path = ''): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || isGraphArchive(value) || isGraphAsset(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((element: unknown) => leafPaths(element, path));
  return Object.entries(value).flatMap(([key, child]) =>
    leafPaths(child, path === '' ? key : `${path}.${key}`),
  );
}

const covers = (pattern: string, path: string): boolean =>
  pattern === '*' ||
  (pattern.endsWith('.*')
    ? path === pattern.slice(0, -2) || path.startsWith(pattern.slice(0, -1))
    : pattern === path);

/**
 * Throws where the inputs hold a property that the local cloud neither serves nor has on its reviewed list of
 * properties without effect: what would be ignored silently would be tried nowhere before production.
 */
export function rejectIgnoredProperties(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  known: Pick<ResourceType, 'served' | 'inert'>,
): void {
  const patterns = [...known.served, ...Object.keys(known.inert)];
  const ignored = [...new Set(leafPaths(inputs))].filter(
    (path) => !patterns.some((pattern) => covers(pattern, path)),
  );
  if (ignored.length > 0)
    throw new Error(
      `${type} \`${name}\`: the local cloud would have to ignore ${ignored.map((path) => `\`${path}\``).join(', ')}. ` +
        'Serve it, or add it with its reason to `inert` in local/graph/aws/.',
    );
}
