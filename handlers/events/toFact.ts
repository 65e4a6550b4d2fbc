import { resultKey } from '../../contract/index.ts';
import type { SlotFact } from '../jobs/facts.ts';
import { omit } from '../support/omit.ts';
import { type ContractEvent, UnreadableEventError } from './parseMessage.ts';

/**
 * Returns the fact in an event, and its slot. A third-party analyzer may report its own analysis only, with a result at
 * the key that the contract defines.
 * @param derivedBucket the bucket of the results
 * @throws UnreadableEventError
 */
export function toFact(event: ContractEvent, derivedBucket: string): SlotFact {
  const { metadata } = event.detail;
  const fact = { attempt: metadata.attempt, eventId: metadata.eventId, at: metadata.time };
  if (event.type === 'Image Analyzed') {
    const { analyzer, result, counts } = event.detail.data;
    assertPublisher(event.analyzer, analyzer);
    const key = resultKey(analyzer, metadata.tenant, metadata.jobId, metadata.attempt);
    if (result.bucket !== derivedBucket || result.key !== key) {
      throw new UnreadableEventError(
        "The result of 'Image Analyzed' is not at the key that the contract defines.",
      );
    }
    return { slot: `analysis:${analyzer}`, fact: { ...fact, ...counts } };
  }
  if (event.type === 'Image Failed') {
    const { stage, analyzer, error } = event.detail.data;
    if (stage === 'decode') {
      assertPublisher(event.analyzer, undefined);
      return { slot: 'failure:decode', fact: { ...fact, error } };
    }
    if (analyzer === undefined) throw new UnreadableEventError("'Image Failed' names no analyzer.");
    assertPublisher(event.analyzer, analyzer);
    return { slot: `failure:analysis:${analyzer}`, fact: { ...fact, error } };
  }
  assertPublisher(event.analyzer, undefined);
  if (event.type === 'Image Decoded') {
    const { image, renditions, analyzers, warnings } = event.detail.data;
    const shown = renditions.map((rendition) => omit(rendition, 'bucket', 'key'));
    return {
      slot: 'decode',
      fact: { ...fact, outcome: 'decoded', image, renditions: shown, analyzers, warnings },
    };
  }
  if (event.type === 'Image Rejected') {
    return { slot: 'decode', fact: { ...fact, outcome: 'rejected', error: event.detail.data.error } };
  }
  throw new UnreadableEventError(`'${event.type}' contains no fact.`);
}

/** Throws unless the publisher is this project, or the analyzer that the event is about. */
function assertPublisher(publisher: string | undefined, analyzer: string | undefined): void {
  if (publisher !== undefined && publisher !== analyzer) {
    throw new UnreadableEventError(`'${publisher}' may not publish events of another analyzer.`);
  }
}
