import { AnalyzerName, JobId, Tenant } from './ids.ts';

/** Returns the key of an upload through the API in the uploads bucket. */
export const uploadKey = (tenant: string, jobId: string): string => `uploads/${tenant}/${jobId}`;

/** Returns the key of a frame's rendition in the derived bucket. */
export const renditionKey = (tenant: string, jobId: string, attempt: number, frame: number): string =>
  `${renditionPrefix(tenant, jobId)}${attempt}/${frame}.jpg`;

/** Returns the prefix of all renditions of a job, over all attempts. */
export const renditionPrefix = (tenant: string, jobId: string): string => `renditions/${tenant}/${jobId}/`;

/** Returns the key of an analyzer's result. The analyzer comes first, so that a policy can grant it by prefix. */
export const resultKey = (analyzer: string, tenant: string, jobId: string, attempt: number): string =>
  `${resultPrefix(analyzer, tenant, jobId)}${attempt}.json`;

/** Returns the prefix of one analyzer's results for a job, over all attempts. */
export const resultPrefix = (analyzer: string, tenant: string, jobId: string): string =>
  `results/${AnalyzerName.parse(analyzer)}/${tenant}/${jobId}/`;

/** The parts of a key in the uploads bucket. */
export type SourceKey =
  { kind: 'upload'; tenant: string; jobId: string } | { kind: 'incoming'; tenant: string };

/** Parses `uploads/{tenant}/{jobId}` or `incoming/{tenant}/{opaque}`. Returns undefined for any other key. */
export function parseSourceKey(key: string): SourceKey | undefined {
  const [root, tenant, ...rest] = key.split('/');
  if (tenant === undefined || !Tenant.safeParse(tenant).success) return undefined;
  const tail = rest.join('/');
  if (root === 'uploads' && JobId.safeParse(tail).success) return { kind: 'upload', tenant, jobId: tail };
  if (root === 'incoming' && tail !== '' && !tail.endsWith('/')) return { kind: 'incoming', tenant };
  return undefined;
}
