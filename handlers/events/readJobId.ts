import { parseSourceKey } from '../../contract/index.ts';
import { incomingJobId } from '../jobs/ids.ts';
import { parseMessage, UnreadableEventError } from './parseMessage.ts';

/** The job that a message is about, for the log; undefined where it is about none, or cannot be read. */
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
