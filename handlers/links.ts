import { type LinksResponse, renditionKey } from '../contract/index.ts';
import { presignLink } from './adapters/presign.ts';
import { jsonResponse } from './api/response.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { route } from './api/route.ts';
import { numberVariable, textVariable } from './support/environment.ts';
import { currentDecode, originOf } from './jobs/deriveState.ts';

const uploads = textVariable('UPLOADS_BUCKET');
const derived = textVariable('DERIVED_BUCKET');
const seconds = numberVariable('LINK_EXPIRES_SECONDS');

/** Handles `POST /jobs/{jobId}/links`: returns short-lived URLs of the source version and the renditions. */
export const handler = route(async (event, caller) => {
  const row = await findCallerJob(event, caller);
  const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
  const decode = currentDecode(row);
  const frames = decode?.outcome === 'decoded' ? decode.renditions.map(({ frame }) => frame) : [];
  const renditions = await Promise.all(
    frames.map(async (frame) => {
      const key = renditionKey(row.tenant, row.jobId, originOf(decode!), frame);
      return {
        frame,
        expiresAt,
        url: await presignLink({ bucket: derived, key, attachment: false }, seconds),
      };
    }),
  );
  if (row.source === undefined) return jsonResponse(200, { renditions } satisfies LinksResponse);
  const { versionId } = row.source;
  const url = await presignLink(
    { bucket: uploads, key: row.sourceKey, versionId, attachment: true },
    seconds,
  );
  return jsonResponse(200, { source: { url, expiresAt }, renditions } satisfies LinksResponse);
});
