import { resultKey } from '../../contract/index.ts';
import type { SlotFact } from '../jobs/facts.ts';
import { type ContractEvent, UnreadableEventError } from './parseMessage.ts';

/**
 * The fact that an event brings, and its slot. An analyzer of somebody else's may speak of its own analysis only,
 * and its result must lie where the contract says.
 * @param derivedBucket where results are written
 */
export function toFact(event: ContractEvent, derivedBucket: string): SlotFact {
  const { metadata } = event.detail;
  const fact = { attempt: metadata.attempt, eventId: metadata.eventId, at: metadata.time };
  if (event.type === 'Image Analyzed') {
    const { analyzer, result, counts } = event.detail.data;
    assertOwn(event.analyzer, analyzer);
    const key = resultKey(analyzer, metadata.tenant, metadata.jobId, metadata.attempt);
    if (result.bucket !== derivedBucket || result.key !== key) {
      throw new UnreadableEventError("The result of 'Image Analyzed' does not lie where the contract says.");
    }
    return { slot: `analysis:${analyzer}`, fact: { ...fact, ...counts } };
  }
  if (event.type === 'Image Failed') {
    const { stage, analyzer, error } = event.detail.data;
    if (stage === 'decode') {
      assertOwn(event.analyzer, undefined);
      return { slot: 'failure:decode', fact: { ...fact, error } };
    }
    if (analyzer === undefined) throw new UnreadableEventError("'Image Failed' names no analyzer.");
    assertOwn(event.analyzer, analyzer);
    return { slot: `failure:analysis:${analyzer}`, fact: { ...fact, error } };
  }
  assertOwn(event.analyzer, undefined);
  if (event.type === 'Image Decoded') {
    const { image, renditions, analyzers, warnings } = event.detail.data;
    const shown = renditions.map(({ frame, width, height, crop, window }) => ({
      frame,
      width,
      height,
      crop,
      ...(window === undefined ? {} : { window }),
    }));
    return {
      slot: 'decode',
      fact: { ...fact, outcome: 'decoded', image, renditions: shown, analyzers, warnings },
    };
  }
  if (event.type === 'Image Rejected') {
    return { slot: 'decode', fact: { ...fact, outcome: 'rejected', error: event.detail.data.error } };
  }
  throw new UnreadableEventError(`'${event.type}' brings no fact.`);
}

/** Whoever publishes as `dicom-analyzer.<name>` may not speak for others. */
function assertOwn(publisher: string | undefined, analyzer: string | undefined): void {
  if (publisher !== undefined && publisher !== analyzer) {
    throw new UnreadableEventError(`'${publisher}' may not speak for another analyzer.`);
  }
}
