import type { CallInfo } from '../../local/aws/interceptor.ts';
import { jobIdIn } from './effects.ts';

/** What stands between a call of Rekognition and the record of its answer. */
const BETWEEN = ['DetectLabels', 'DetectText', 'PutObject'];

/** Every call of Rekognition, and the faults that excuse a second one. */
export class RekognitionBill {
  /** By operation and rendition. */
  readonly #calls = new Map<string, number>();
  /** Faults that struck the analysis of a job at a call of Rekognition or at its record. */
  readonly #excuses = new Map<string, number>();
  /** The job of an invocation. */
  readonly #jobs = new Map<string, string>();

  call(operation: string, key: string): void {
    const name = `${operation} ${key}`;
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
  }

  /** Notes which job an invocation is about. */
  see({ trace, request }: CallInfo): void {
    const jobId = jobIdIn(request);
    if (trace !== undefined && jobId !== undefined) this.#jobs.set(trace, jobId);
  }

  strike({ caller, operation, trace }: CallInfo): void {
    const jobId = this.#jobs.get(trace ?? '');
    if (jobId === undefined || !caller.includes('-analyze-') || !BETWEEN.includes(operation)) return;
    this.#excuses.set(jobId, (this.#excuses.get(jobId) ?? 0) + 1);
  }

  /** How many renditions had so many calls of one operation. */
  get spread(): Record<string, number> {
    const spread: Record<string, number> = {};
    for (const count of this.#calls.values()) spread[`${count}`] = (spread[`${count}`] ?? 0) + 1;
    return spread;
  }

  get repeated(): number {
    return [...this.#calls.values()].reduce((sum, count) => sum + count - 1, 0);
  }

  /** Calls beyond the first, less one for each fault that struck between call and record. */
  get unexplained(): number {
    let sum = 0;
    for (const [name, count] of this.#calls) {
      const jobId = /[0-9a-f]{32}/.exec(name)?.[0] ?? '';
      sum += Math.max(0, count - 1 - (this.#excuses.get(jobId) ?? 0));
    }
    return sum;
  }
}
