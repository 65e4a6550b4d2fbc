import { parseSourceKey } from '../../contract/index.ts';
import { incomingJobId } from '../jobs/ids.ts';
import { parseMessage, UnreadableEventError } from './parseMessage.ts';

/** Returns the id of a message's job for the log, or undefined if it has none or cannot be parsed. */
export function readJobId(body: string): string | undefined {
  try {
    const event = parseMessage(body);
    if (event.kind === 'contract') return event.detail.metadata.jobId;
    const key = parseSourceKey(event.key);
    if (key?.kind === 'incoming') return incomingJobId(event.bucket, event.key, event.versionId);
    return key?.jobId;
  } catch (error) {
    if (error instanceof UnreadableEventError) return undefined;
    throw error;
  }
}
