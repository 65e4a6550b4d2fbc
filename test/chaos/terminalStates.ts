import type { EventEnvelope } from '../../local/services/events/description.ts';

interface Ending {
  readonly at: number;
  readonly ids: Set<string>;
}

/** What `Job Completed` said of every job. */
export class TerminalStates {
  readonly #endings = new Map<string, Ending>();

  see({ 'detail-type': type, detail }: EventEnvelope, at: number): void {
    if (type !== 'Job Completed') return;
    const { metadata, data } = detail as {
      metadata: { jobId: string; attempt: number; eventId: string };
      data: { state: string };
    };
    const key = `${metadata.jobId} ${metadata.attempt} ${data.state}`;
    const known = this.#endings.get(key) ?? { at, ids: new Set() };
    known.ids.add(metadata.eventId);
    this.#endings.set(key, known);
  }

  /** When a job was first said to have ended so; milliseconds since 1970. */
  at(jobId: string, attempt: number, state: string): number | undefined {
    return this.#endings.get(`${jobId} ${attempt} ${state}`)?.at;
  }

  /** Terminal facts with two ids, and attempts that ended both completed and rejected. */
  get doubled(): number {
    let count = 0;
    for (const [key, { ids }] of this.#endings) {
      if (ids.size > 1) count++;
      if (key.endsWith(' completed') && this.#endings.has(key.replace(/completed$/, 'rejected'))) count++;
    }
    return count;
  }
}
