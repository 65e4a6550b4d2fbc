import type { CallInfo } from '../../local/aws/interceptor.ts';
import type { Fault } from '../../local/chaos/fault.ts';

/** One call of Rekognition, from when it was made. */
interface Call {
  /** The invocation that made it. */
  readonly trace: string | undefined;
  /** What is asked of which rendition, as `DetectLabels uploads/…/1/0`. */
  readonly question: string;
  /** The faults that struck its invocation since, as long as its answer was not written down. */
  readonly faults: number[];
  /** It was answered, and so is to be paid for. */
  paid: boolean;
  /** Its answer was written down. */
  recorded: boolean;
}

/** What ends an invocation, so that it counts for calls that it had made, and that arrive only then. */
const ENDS = new Set(['timeout', 'out-of-memory', 'killed-before', 'killed-after']);

/**
 * Every call of Rekognition, and the faults that excuse a second one: those that struck the invocation after it had
 * called, and before it had written down the answer to that very question.
 */
export class RekognitionBill {
  readonly #calls: Call[] = [];
  /** Those of the calls whose answers are not written down, by invocation. */
  readonly #open = new Map<string | undefined, Call[]>();
  readonly #ended = new Map<string | undefined, number>();
  #faults = 0;

  /** A call of a function arrives. */
  see({ trace, operation, request }: CallInfo): void {
    if (!isQuestion(operation)) return;
    const end = this.#ended.get(trace);
    const call: Call = {
      ...{ trace, question: questionOf(operation, request.payload), faults: end === undefined ? [] : [end] },
      ...{ paid: false, recorded: false },
    };
    this.#calls.push(call);
    this.#open.set(trace, [...(this.#open.get(trace) ?? []), call]);
  }

  /** A fault strikes the call that was seen last. */
  strike({ kind }: Fault, { trace }: CallInfo): void {
    const fault = ++this.#faults;
    if (ENDS.has(kind)) this.#ended.set(trace, fault);
    for (const { faults } of this.#open.get(trace) ?? []) faults.push(fault);
  }

  /** A call was served, whether or not its answer arrives. */
  served({ trace, operation, request }: CallInfo): void {
    const open = this.#open.get(trace) ?? [];
    if (isQuestion(operation)) {
      const question = questionOf(operation, request.payload);
      const call = open.find((one) => one.question === question && !one.paid);
      if (call !== undefined) call.paid = true;
      return;
    }
    const question = operation === 'PutObject' ? questionRecordedIn(request.path) : undefined;
    if (question === undefined) return;
    // What was asked before in the same invocation was asked again because its answer was lost.
    const last = open.findLast((call) => call.question === question);
    if (last !== undefined) last.recorded = true;
    this.#open.set(
      trace,
      open.filter((call) => call.question !== question),
    );
  }

  /** How many renditions had so many calls of one operation. */
  get spread(): Record<string, number> {
    const spread: Record<string, number> = {};
    for (const { length } of this.#paid().values()) spread[`${length}`] = (spread[`${length}`] ?? 0) + 1;
    return spread;
  }

  get repeated(): number {
    return [...this.#paid().values()].reduce((sum, { length }) => sum + length - 1, 0);
  }

  /** Calls that were followed by another of the same question, though their own answer was or could be written down. */
  get unexplained(): number {
    let sum = 0;
    for (const calls of this.#paid().values()) {
      const used = new Set<number>();
      for (const { faults, recorded } of calls.slice(0, -1)) {
        const excuse = recorded ? undefined : faults.find((fault) => !used.has(fault));
        if (excuse === undefined) sum++;
        else used.add(excuse);
      }
    }
    return sum;
  }

  /** The calls to be paid for, by question, in their order. */
  #paid(): Map<string, Call[]> {
    const paid = new Map<string, Call[]>();
    for (const call of this.#calls)
      if (call.paid) paid.set(call.question, [...(paid.get(call.question) ?? []), call]);
    return paid;
  }
}

const isQuestion = (operation: string): boolean => operation === 'DetectLabels' || operation === 'DetectText';

interface Input {
  readonly Image: { readonly S3Object: { readonly Name: string } };
}

/** `DetectLabels JOB/1/0` of `renditions/TENANT/JOB/1/0.jpg`. */
function questionOf(operation: string, payload: Buffer): string {
  const { Name } = (JSON.parse(payload.toString()) as Input).Image.S3Object;
  return `${operation} ${/^renditions\/[^/]+\/(.+)\.jpg$/.exec(Name)?.[1] ?? Name}`;
}

/** `DetectLabels JOB/1/0` of `results/rekognition/TENANT/JOB/1/0-labels.json`; undefined for other objects. */
function questionRecordedIn(path: string): string | undefined {
  const match = /\/results\/[^/]+\/[^/]+\/(.+)-(labels|text)\.json$/.exec(decodeURIComponent(path));
  return match === null ? undefined : `Detect${match[2] === 'labels' ? 'Labels' : 'Text'} ${match[1]!}`;
}
