import { DicomError } from '../../../../dicom/dicomError.ts';
import type { CodestreamDecoder } from '../../../../dicom/index.ts';
import type { DecodeResponse, DecodeRequest } from './messages.ts';

/** A worker without work costs memory. */
const IDLE_MS = 10_000;

type Decoded = Awaited<ReturnType<CodestreamDecoder>>;
type CompletedResponse =
  Extract<DecodeResponse, { decoded: unknown }> | Extract<DecodeResponse, { refused: unknown }>;

interface PendingRequest {
  done: (told: CompletedResponse) => void;
  fail: (error: Error) => void;
}

/**
 * One worker for all viewers of a page, from the first frame on until none was asked for some time. Its script is
 * fetched, with its integrity, and run from a blob: a worker from another origin is refused everywhere.
 */
export class DecodeWorker {
  readonly #script: URL;
  readonly #integrity: string;
  readonly #waiting = new Map<number, PendingRequest>();
  #worker: Promise<Worker> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(script: URL, integrity: string) {
    this.#script = script;
    this.#integrity = integrity;
  }

  /** @throws DicomError what the codec refuses; Error where the worker itself fails */
  readonly decode = async (...[bytes, request]: Parameters<CodestreamDecoder>): Promise<Decoded> => {
    clearTimeout(this.#idle);
    const id = ++this.#asked;
    try {
      this.#worker ??= this.#start();
      const worker = await this.#worker;
      const told = await new Promise<CompletedResponse>((done, fail) => {
        this.#waiting.set(id, { done, fail });
        // A copy: the caller may keep the encoded bytes, of which these are a part.
        const own = new Uint8Array(bytes);
        const question: DecodeRequest = { id, bytes: own, request, base: this.#script.href };
        worker.postMessage(question, [own.buffer]);
      });
      if ('decoded' in told) return told.decoded;
      const { code, message, tag, offset } = told.refused;
      throw new DicomError(code, message, {
        ...(tag === undefined ? {} : { tag }),
        ...(offset === undefined ? {} : { offset }),
      });
    } finally {
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#stop(), IDLE_MS);
    }
  };

  async #start(): Promise<Worker> {
    const answer = await fetch(this.#script, { integrity: this.#integrity });
    if (!answer.ok) throw new Error(`The decoder could not be loaded: HTTP ${answer.status}.`);
    const url = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/javascript' }));
    try {
      const worker = new Worker(toTrustedUrl(url));
      worker.addEventListener('message', ({ data }: MessageEvent<DecodeResponse>) => this.#take(data));
      worker.addEventListener('error', () => this.#broke());
      return worker;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  #take(answer: DecodeResponse): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('failed' in answer) waiting?.fail(new Error(answer.failed));
    else waiting?.done(answer);
  }

  /** A policy that allows no such worker tells it here, or nowhere. */
  #broke(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of waiting) fail(new Error('The decoder cannot run in a worker of this page.'));
  }

  #stop(): void {
    // One that did not start was told to whoever asked.
    this.#worker?.then(
      (worker) => worker.terminate(),
      () => undefined,
    );
    this.#worker = undefined;
  }
}

interface Policy {
  createScriptURL(url: string): unknown;
}

let policy: Policy | undefined;

/** Where a page asks for Trusted Types, a script's address needs a policy (W3C Trusted Types 3.1); ours is made once. */
function toTrustedUrl(url: string): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('dicom-analyzer', { createScriptURL: (blob: string) => blob });
  return policy.createScriptURL(url) as string;
}
