import type { CallInfo } from '../../local/aws/interceptor.ts';
import type { Fault } from '../../local/chaos/fault.ts';

/** One call of Rekognition. */
interface Call {
  /** The invocation that made it. */
  readonly trace: string | undefined;
  /** The operation and the rendition, such as `DetectLabels JOB/1/0`. */
  readonly query: string;
  /** The number of faults that struck its invocation before its response was recorded. */
  readonly faults: number[];
  /** True if the call succeeded and so would be billed. */
  paid: boolean;
  /** True if its response was recorded. */
  recorded: boolean;
}

/** Faults that end an invocation. They also excuse its calls that arrive afterwards. */
const ENDS = new Set(['timeout', 'out-of-memory', 'killed-before', 'killed-after']);

/**
 * Records every call of Rekognition, and the faults that excuse a repeated one: those that struck the invocation after
 * the call and before the record of its response.
 */
export class RekognitionCalls {
  readonly #calls: Call[] = [];
  /** The calls without a recorded response, by invocation. */
  readonly #open = new Map<string | undefined, Call[]>();
  readonly #ended = new Map<string | undefined, number>();
  #faults = 0;

  /** Records an arriving call of a function. */
  recordCall({ trace, operation, request }: CallInfo): void {
    if (!isQuery(operation)) return;
    const end = this.#ended.get(trace);
    const call: Call = {
      ...{ trace, query: describeQuery(operation, request.payload), faults: end === undefined ? [] : [end] },
      ...{ paid: false, recorded: false },
    };
    this.#calls.push(call);
    this.#open.set(trace, [...(this.#open.get(trace) ?? []), call]);
  }

  /** Records a fault of the latest call. */
  recordFault({ kind }: Fault, { trace }: CallInfo): void {
    const fault = ++this.#faults;
    if (ENDS.has(kind)) this.#ended.set(trace, fault);
    for (const { faults } of this.#open.get(trace) ?? []) faults.push(fault);
  }

  /** Records a served call, whether or not its response arrives. */
  recordServed({ trace, operation, request }: CallInfo): void {
    const open = this.#open.get(trace) ?? [];
    if (isQuery(operation)) {
      const query = describeQuery(operation, request.payload);
      const call = open.find((one) => one.query === query && !one.paid);
      if (call !== undefined) call.paid = true;
      return;
    }
    const recorded = operation === 'PutObject' ? findRecordedOperation(request.path) : undefined;
    if (recorded === undefined) return;
    // An invocation analyzes one rendition at a time. A repeat means that the previous response was lost.
    const last = open.findLast((call) => call.query.startsWith(`${recorded} `));
    if (last === undefined) return;
    last.recorded = true;
    const { query } = last;
    this.#open.set(
      trace,
      open.filter((call) => call.query !== query),
    );
  }

  /** Returns the number of renditions by their number of calls of one operation. */
  get spread(): Record<string, number> {
    const spread: Record<string, number> = {};
    for (const { length } of this.#successful().values())
      spread[`${length}`] = (spread[`${length}`] ?? 0) + 1;
    return spread;
  }

  get repeated(): number {
    return [...this.#successful().values()].reduce((sum, { length }) => sum + length - 1, 0);
  }

  /** Counts calls that were repeated although their response was or could be recorded. */
  get unexplained(): number {
    let sum = 0;
    for (const calls of this.#successful().values()) {
      const used = new Set<number>();
      for (const { faults, recorded } of calls.slice(0, -1)) {
        const excuse = recorded ? undefined : faults.find((fault) => !used.has(fault));
        if (excuse === undefined) sum++;
        else used.add(excuse);
      }
    }
    return sum;
  }

  /** Returns the successful calls by query, in order. */
  #successful(): Map<string, Call[]> {
    const paid = new Map<string, Call[]>();
    for (const call of this.#calls)
      if (call.paid) paid.set(call.query, [...(paid.get(call.query) ?? []), call]);
    return paid;
  }
}

const isQuery = (operation: string): boolean => operation === 'DetectLabels' || operation === 'DetectText';

interface Input {
  readonly Image: { readonly S3Object: { readonly Name: string } };
}

/** Returns `DetectLabels JOB/1/0` for `renditions/TENANT/JOB/1/0.jpg`. */
function describeQuery(operation: string, payload: Buffer): string {
  const { Name } = (JSON.parse(payload.toString()) as Input).Image.S3Object;
  return `${operation} ${/^renditions\/[^/]+\/(.+)\.jpg$/.exec(Name)?.[1] ?? Name}`;
}

/** Returns the operation whose response an object holds, such as `DetectLabels` for `results/…-labels.json`. */
function findRecordedOperation(path: string): string | undefined {
  const match = /\/results\/.+-(labels|text)\.json$/.exec(decodeURIComponent(path));
  return match === null ? undefined : match[1] === 'labels' ? 'DetectLabels' : 'DetectText';
}
