import { type LinksResponse, renditionKey } from '../../contract/index.ts';
import { presignLink } from '../adapters/presign.ts';
import { currentDecode, originOf } from '../jobs/deriveState.ts';
import type { JobRow } from '../jobs/row.ts';
import { numberVariable, textVariable } from '../support/environment.ts';

const uploads = textVariable('UPLOADS_BUCKET');
const derived = textVariable('DERIVED_BUCKET');
const seconds = numberVariable('LINK_EXPIRES_SECONDS');

/** Signs short-lived URLs of a job's source version, if it has one, and of its renditions. */
export async function signLinks(row: JobRow): Promise<LinksResponse> {
  const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
  const decode = currentDecode(row);
  const frames = decode?.outcome === 'decoded' ? decode.renditions.map(({ frame }) => frame) : [];
  const renditions = await Promise.all(
    frames.map(async (frame) => {
      const key = renditionKey(row.tenant, row.jobId, originOf(decode!), frame);
      const url = await presignLink({ bucket: derived, key, attachment: false }, seconds);
      return { frame, expiresAt, url };
    }),
  );
  if (row.source === undefined) return { renditions };
  const target = { bucket: uploads, key: row.sourceKey, versionId: row.source.versionId, attachment: true };
  return { source: { url: await presignLink(target, seconds), expiresAt }, renditions };
}
