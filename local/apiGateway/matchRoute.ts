import type { RouteSettings } from './apiSettings.ts';

/** A route and its path parameters. */
export interface RouteMatch {
  readonly route: RouteSettings;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Scored extends RouteMatch {
  readonly score: number;
}

/** Says that a path is not percent-encoded as RFC 3986 requires. */
export class MalformedPathError extends Error {
  override readonly name = 'MalformedPathError';
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new MalformedPathError(`'${segment}' is not percent-encoded`, { cause });
  }
}

function matchPath(
  pattern: string,
  path: string,
): { parameters: Record<string, string>; greedy: boolean } | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    const value = given[index];
    if (value === undefined || (name !== null && value === '')) return undefined;
    if (name?.[2] === '+') {
      parameters[name[1] ?? ''] = given.slice(index).map(decodeSegment).join('/');
      return { parameters, greedy: true };
    }
    if (name !== null) parameters[name[1] ?? ''] = decodeSegment(value);
    else if (segment !== value) return undefined;
  }
  return wanted.length === given.length ? { parameters, greedy: false } : undefined;
}

function score(route: RouteSettings, method: string, path: string): Scored | undefined {
  if (route.routeKey === '$default') return { route, pathParameters: {}, score: 0 };
  const [wanted = '', pattern = ''] = route.routeKey.split(' ');
  if (wanted !== 'ANY' && wanted !== method) return undefined;
  const match = matchPath(pattern, path);
  if (match === undefined) return undefined;
  const literal = pattern.split('/').filter((segment) => !segment.startsWith('{')).length;
  return {
    route,
    pathParameters: match.parameters,
    score: (match.greedy ? 1 : 1000) + literal * 2 + (wanted === 'ANY' ? 0 : 1),
  };
}

/**
 * Returns the most specific route for a request: full matches before greedy ones, before `$default`; a method before
 * ANY (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html). Throws
 * MalformedPathError.
 */
export function matchRoute(
  routes: readonly RouteSettings[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const matches = routes.map((route) => score(route, method, path)).filter((match) => match !== undefined);
  return matches.sort((a, b) => b.score - a.score)[0];
}
