import { jsonResponse } from './api/response.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { route } from './api/route.ts';
import { signLinks } from './api/signLinks.ts';

/** Handles `POST /jobs/{jobId}/links`: returns short-lived URLs of the source version and the renditions. */
export const handler = route(async (event, caller) =>
  jsonResponse(200, await signLinks(await findCallerJob(event, caller))),
);
