import { DicomError } from '../../../../dicom/dicomError.ts';
import type { CodestreamDecoder } from '../../../../dicom/index.ts';
import type { DecodeResponse, DecodeRequest } from './messages.ts';

/** An idle worker is stopped after this time, because it uses memory. */
const IDLE_MS = 10_000;

type Decoded = Awaited<ReturnType<CodestreamDecoder>>;
type CompletedResponse =
  Extract<DecodeResponse, { decoded: unknown }> | Extract<DecodeResponse, { rejected: unknown }>;

interface PendingRequest {
  resolve: (response: CompletedResponse) => void;
  reject: (error: Error) => void;
}

/**
 * Decodes in one worker for all viewers of a page. It starts with the first frame and stops when idle. Its script is
 * fetched with an integrity check and started from a blob URL, because browsers reject workers from another origin.
 */
export class DecodeWorker {
  readonly #script: URL;
  readonly #integrity: string;
  readonly #waiting = new Map<number, PendingRequest>();
  #worker: Promise<Worker> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  constructor(script: URL, integrity: string) {
    this.#script = script;
    this.#integrity = integrity;
  }

  /** @throws DicomError if the codec rejects the data; Error if the worker itself fails */
  readonly decode = async (...[bytes, request]: Parameters<CodestreamDecoder>): Promise<Decoded> => {
    clearTimeout(this.#idle);
    const id = ++this.#lastId;
    try {
      this.#worker ??= this.#start();
      const worker = await this.#worker;
      const response = await new Promise<CompletedResponse>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        // The buffer is transferred, so the worker gets a copy: the caller may keep the encoded bytes.
        const copy = new Uint8Array(bytes);
        const message: DecodeRequest = { id, bytes: copy, request, base: this.#script.href };
        worker.postMessage(message, [copy.buffer]);
      });
      if ('decoded' in response) return response.decoded;
      const { code, message, tag, offset } = response.rejected;
      throw new DicomError(code, message, {
        ...(tag === undefined ? {} : { tag }),
        ...(offset === undefined ? {} : { offset }),
      });
    } finally {
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#stop(), IDLE_MS);
    }
  };

  async #start(): Promise<Worker> {
    const response = await fetch(this.#script, { integrity: this.#integrity });
    if (!response.ok) throw new Error(`The decoder could not be loaded: HTTP ${response.status}.`);
    const url = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
    try {
      const worker = new Worker(toTrustedUrl(url));
      worker.addEventListener('message', ({ data }: MessageEvent<DecodeResponse>) =>
        this.#handleResponse(data),
      );
      worker.addEventListener('error', () => this.#handleError());
      return worker;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  #handleResponse(response: DecodeResponse): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if ('failed' in response) waiting?.reject(new Error(response.failed));
    else waiting?.resolve(response);
  }

  /** Rejects all pending requests, for example if the page's policy forbids the worker. */
  #handleError(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error('The decoder cannot run in a worker of this page.'));
  }

  #stop(): void {
    // A failed start was reported to the pending requests.
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

/** Returns a URL that pages which require Trusted Types accept (W3C Trusted Types 3.1). The policy is created once. */
function toTrustedUrl(url: string): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('dicom-analyzer', { createScriptURL: (blob: string) => blob });
  return policy.createScriptURL(url) as string;
}
