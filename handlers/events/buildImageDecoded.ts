import { type ObjectVersion, renditionKey } from '../../contract/index.ts';
import { originOf } from '../jobs/deriveState.ts';
import type { DecodeFact, JobRow } from '../jobs/row.ts';
import { buildEvent, type OutgoingEvent } from './buildEvent.ts';

/** Builds `Image Decoded` again for analyzers that run on the existing renditions. */
export function buildImageDecoded(
  row: JobRow,
  decode: DecodeFact & { outcome: 'decoded' },
  context: {
    source: ObjectVersion;
    derivedBucket: string;
    analyzers: string[];
    causationId: string;
    now: number;
  },
): OutgoingEvent<'Image Decoded'> {
  const { source, derivedBucket: bucket, analyzers, causationId, now } = context;
  const { jobId, tenant, attempt } = row;
  const { image, warnings } = decode;
  const renditions = decode.renditions.map((rendition) => ({
    ...rendition,
    bucket,
    key: renditionKey(tenant, jobId, originOf(decode), rendition.frame),
  }));
  return buildEvent(
    'Image Decoded',
    { jobId, tenant, attempt, causationId, now },
    { source, image, renditions, analyzers, warnings },
    source.versionId,
  );
}
