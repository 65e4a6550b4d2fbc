import { AnalyzerName, JobId, Tenant } from './ids.ts';

/** Where an upload made through the API lands in the uploads bucket. */
export const uploadKey = (tenant: string, jobId: string): string => `uploads/${tenant}/${jobId}`;

/** Where a frame's rendition lies in the derived bucket. */
export const renditionKey = (tenant: string, jobId: string, attempt: number, frame: number): string =>
  `${renditionPrefix(tenant, jobId)}${attempt}/${frame}.jpg`;

/** All renditions of a job, over all attempts. */
export const renditionPrefix = (tenant: string, jobId: string): string => `renditions/${tenant}/${jobId}/`;

/** Where an analyzer writes its result; the analyzer comes first, so that a policy can scope it by prefix. */
export const resultKey = (analyzer: string, tenant: string, jobId: string, attempt: number): string =>
  `${resultPrefix(analyzer, tenant, jobId)}${attempt}.json`;

/** All results of one analyzer for a job, over all attempts. */
export const resultPrefix = (analyzer: string, tenant: string, jobId: string): string =>
  `results/${AnalyzerName.parse(analyzer)}/${tenant}/${jobId}/`;

/** A key of the uploads bucket, understood. Anything else is not ours to touch. */
export type SourceKey =
  { kind: 'upload'; tenant: string; jobId: string } | { kind: 'incoming'; tenant: string };

/** Reads `uploads/{tenant}/{jobId}` or `incoming/{tenant}/{opaque}`; undefined for any other key. */
export function parseSourceKey(key: string): SourceKey | undefined {
  const [root, tenant, ...rest] = key.split('/');
  if (tenant === undefined || !Tenant.safeParse(tenant).success) return undefined;
  const tail = rest.join('/');
  if (root === 'uploads' && JobId.safeParse(tail).success) return { kind: 'upload', tenant, jobId: tail };
  if (root === 'incoming' && tail !== '' && !tail.endsWith('/')) return { kind: 'incoming', tenant };
  return undefined;
}
