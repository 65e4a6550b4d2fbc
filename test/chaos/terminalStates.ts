import type { EventEnvelope } from '../../local/services/events/description.ts';

interface TerminalState {
  readonly at: number;
  readonly ids: Set<string>;
}

/** Records the terminal state of every job from `Job Completed`. */
export class TerminalStates {
  readonly #endings = new Map<string, TerminalState>();

  record({ 'detail-type': type, detail }: EventEnvelope, firstReachedAt: number): void {
    if (type !== 'Job Completed') return;
    const { metadata, data } = detail as {
      metadata: { jobId: string; attempt: number; eventId: string };
      data: { state: string };
    };
    const key = `${metadata.jobId} ${metadata.attempt} ${data.state}`;
    const known = this.#endings.get(key) ?? { at: firstReachedAt, ids: new Set() };
    known.ids.add(metadata.eventId);
    this.#endings.set(key, known);
  }

  /** Returns the time at which a job first reached a state, in milliseconds since the epoch. */
  at(jobId: string, attempt: number, state: string): number | undefined {
    return this.#endings.get(`${jobId} ${attempt} ${state}`)?.at;
  }

  /** Counts terminal facts with two ids, and attempts that ended both completed and rejected. */
  get doubled(): number {
    let count = 0;
    for (const [key, { ids }] of this.#endings) {
      if (ids.size > 1) count++;
      if (key.endsWith(' completed') && this.#endings.has(key.replace(/completed$/, 'rejected'))) count++;
    }
    return count;
  }
}
