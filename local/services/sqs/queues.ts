import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../aws/awsError.ts';
import type { Clock, Timer } from '../../clock.ts';
import { Journal } from '../../dataDirectory/journal.ts';
import type { CreatedQueue } from './parseCreateQueue.ts';
import type { QueueDescription } from './queueDescription.ts';

/** A message as the journal holds it. */
export interface StoredMessage {
  readonly id: string;
  /** The ARN of the queue. */
  readonly queue: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly senderId: string;
  /** Milliseconds since 1970. */
  readonly sent: number;
}

/** A message that a consumer has received. */
export interface Received extends StoredMessage {
  readonly receiptHandle: string;
  readonly receives: number;
  readonly firstReceived: number;
}

interface Entry {
  message: StoredMessage;
  receives: number;
  firstReceived: number;
  visibleAt: number;
  /** Wakes receivers once the message is visible again. */
  timer: Timer | undefined;
  receipt: string | undefined;
  /** The queue that the message was moved from, such as to a dead-letter queue. */
  origin: string | undefined;
}

type Record_ =
  | { op: 'created'; queue: CreatedQueue }
  | { op: 'sent'; message: StoredMessage }
  | { op: 'received'; id: string; receives: number; firstReceived: number }
  /** `sent` is set if the message counts as new, for example after a redrive. */
  | { op: 'moved'; id: string; queue: string; sent?: number }
  | { op: 'deleted'; id: string };

/**
 * Holds the messages of every queue. Sent, received and deleted messages survive a restart; visibility timeouts do not,
 * so that a restart makes the messages of dead consumers visible at once.
 */
export class Queues {
  readonly #described: ReadonlyMap<string, QueueDescription>;
  readonly #created = new Map<string, CreatedQueue>();
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  /** The messages by queue, in the order of their arrival. */
  readonly #byQueue = new Map<string, Set<Entry>>();
  readonly #waiters = new Map<string, Set<() => void>>();
  #journal: Journal<Record_> | undefined;
  #closed = false;

  private constructor(descriptions: readonly QueueDescription[], clock: Clock) {
    this.#described = new Map(descriptions.map((description) => [description.arn, description]));
    this.#clock = clock;
  }

  static async open(
    folder: string,
    descriptions: readonly QueueDescription[],
    clock: Clock,
  ): Promise<Queues> {
    const queues = new Queues(descriptions, clock);
    queues.#journal = await Journal.open<Record_>({
      file: join(folder, 'messages.jsonl'),
      apply: (record) => queues.#apply(record),
      snapshot: () => queues.#snapshot(),
    });
    return queues;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiters of this.#waiters.values()) for (const wake of waiters) wake();
    await this.#journal?.close();
  }

  /** All queues: those of the graph and those that the API created. */
  get descriptions(): readonly QueueDescription[] {
    const created = [...this.#created.values()].map(({ description }) => description);
    return [...this.#described.values(), ...created];
  }

  /** The queues that the API created. */
  get created(): readonly CreatedQueue[] {
    return [...this.#created.values()];
  }

  /** Adds a queue; resolves once it is on disk. */
  create(queue: CreatedQueue): Promise<void> {
    return this.#change({ op: 'created', queue });
  }

  /** Adds a message to a queue; resolves with its id once it is on disk. */
  async send(
    queueArn: string,
    body: string,
    {
      delayMs,
      attributes = {},
      senderId,
    }: { delayMs?: number; attributes?: Readonly<Record<string, unknown>>; senderId: string },
  ): Promise<string> {
    const queue = this.#find(queueArn);
    if (Buffer.byteLength(body) > queue.maxMessageBytes)
      throw new AwsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${queue.maxMessageBytes} bytes.`,
      );
    const message = {
      id: randomUUID(),
      queue: queueArn,
      body,
      attributes,
      senderId,
      sent: this.#clock.now(),
    };
    const stored = this.#change({ op: 'sent', message });
    // In the same tick: a receive during the write must see the message as hidden.
    this.#hideUntil(message.id, message.sent + (delayMs ?? queue.delayMs));
    await stored;
    // Wakes the receivers that began to wait during the write.
    this.#wake(queueArn);
    return message.id;
  }

  /** Receives up to `max` messages and hides each for `visibilityMs`; waits up to `waitMs`, or until the signal, for the first. */
  async receive(
    queueArn: string,
    { max, visibilityMs, waitMs }: { max: number; visibilityMs?: number; waitMs?: number },
    signal?: AbortSignal,
  ): Promise<Received[]> {
    const queue = this.#find(queueArn);
    const end = this.#clock.now() + (waitMs ?? queue.waitMs);
    for (;;) {
      const found = await this.#take(queue, max, visibilityMs ?? queue.visibilityMs);
      const left = end - this.#clock.now();
      if (found.length > 0 || left <= 0 || signal?.aborted === true) return found;
      await this.#wait(queueArn, left, signal);
      if (this.#closed) return [];
    }
  }

  /** Deletes a message by receipt handle. Does nothing if it has been deleted already, as SQS. */
  async delete(queueArn: string, receiptHandle: string): Promise<void> {
    this.#find(queueArn);
    const id = parseMessageId(receiptHandle);
    if (this.#entries.get(id)?.message.queue === queueArn) await this.#change({ op: 'deleted', id });
  }

  /** Hides a received message for that time from now on; 0 makes it visible. */
  changeVisibility(queueArn: string, receiptHandle: string, visibilityMs: number): void {
    this.#find(queueArn);
    const entry = this.#entries.get(parseMessageId(receiptHandle));
    if (
      entry?.receipt === undefined ||
      entry.message.queue !== queueArn ||
      entry.visibleAt <= this.#clock.now()
    )
      throw new AwsError('MessageNotInflight', `The message is not in flight.`);
    this.#hideUntil(entry.message.id, this.#clock.now() + visibilityMs);
  }

  /** Counts the visible messages of a queue, and those that are in flight or delayed. */
  counts(queueArn: string): { visible: number; hidden: number } {
    this.#find(queueArn);
    const now = this.#clock.now();
    const all = this.#in(queueArn);
    let visible = 0;
    for (const { visibleAt } of all) if (visibleAt <= now) visible++;
    return { visible, hidden: all.size - visible };
  }

  /** Returns the time at which the next hidden message of a queue becomes visible; undefined where none is hidden. */
  nextVisibleAt(queueArn: string): number | undefined {
    const now = this.#clock.now();
    let first: number | undefined;
    for (const { visibleAt } of this.#in(queueArn))
      if (visibleAt > now) first = Math.min(first ?? visibleAt, visibleAt);
    return first;
  }

  /**
   * Moves the visible messages of a queue to another, or back to the queues that they came from.
   * @param which selects the messages to move; default all
   * @returns the number of moved messages, and of those without a queue to go back to
   */
  async moveAll(
    sourceArn: string,
    destinationArn?: string,
    which: (message: StoredMessage) => boolean = () => true,
  ): Promise<{ moved: number; homeless: number }> {
    this.#find(sourceArn);
    const now = this.#clock.now();
    const waiting = [...this.#in(sourceArn)].filter(
      ({ message, visibleAt }) => visibleAt <= now && which(message),
    );
    const moves = waiting.flatMap(({ message, origin }) => {
      const queue = destinationArn ?? origin;
      return queue === undefined ? [] : [{ op: 'moved', id: message.id, queue, sent: now } as const];
    });
    await Promise.all(moves.map((move) => this.#change(move)));
    return { moved: moves.length, homeless: waiting.length - moves.length };
  }

  /** Empties a queue. */
  async purge(queueArn: string): Promise<void> {
    const all = [...this.#in(queueArn)];
    await Promise.all(all.map(({ message }) => this.#change({ op: 'deleted', id: message.id })));
  }

  async #take(queue: QueueDescription, max: number, visibilityMs: number): Promise<Received[]> {
    const now = this.#clock.now();
    const taken: Received[] = [];
    const written: Promise<void>[] = [];
    // Iterators of a set tolerate the removal of messages meanwhile.
    for (const entry of this.#in(queue.arn)) {
      if (taken.length >= max) break;
      const { message } = entry;
      if (entry.visibleAt > now) continue;
      if (now - message.sent > queue.retentionMs) {
        written.push(this.#change({ op: 'deleted', id: message.id }));
      } else if (queue.redrive !== undefined && entry.receives >= queue.redrive.maxReceives) {
        written.push(this.#change({ op: 'moved', id: message.id, queue: queue.redrive.deadLetterArn }));
      } else {
        const firstReceived = entry.receives === 0 ? now : entry.firstReceived;
        written.push(
          this.#change({ op: 'received', id: message.id, receives: entry.receives + 1, firstReceived }),
        );
        entry.receipt = `${message.id}.${randomUUID()}`;
        this.#hideUntil(message.id, now + visibilityMs);
        taken.push({ ...message, receiptHandle: entry.receipt, receives: entry.receives, firstReceived });
      }
    }
    await Promise.all(written);
    return taken;
  }

  async #wait(queueArn: string, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    const waiters = this.#waiters.get(queueArn) ?? new Set();
    this.#waiters.set(queueArn, waiters);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        waiters.delete(wake);
        timer.cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = this.#clock.after(milliseconds, wake);
      waiters.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #hideUntil(id: string, at: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.visibleAt = at;
    entry.timer?.cancel();
    const { queue } = entry.message;
    const left = at - this.#clock.now();
    if (left <= 0) this.#wake(queue);
    else entry.timer = this.#clock.after(left, () => this.#wake(queue));
  }

  #in(queueArn: string): Set<Entry> {
    const entries = this.#byQueue.get(queueArn) ?? new Set();
    this.#byQueue.set(queueArn, entries);
    return entries;
  }

  #wake(queue: string): void {
    for (const waiter of [...(this.#waiters.get(queue) ?? [])]) waiter();
  }

  #find(queueArn: string): QueueDescription {
    const queue = this.#described.get(queueArn) ?? this.#created.get(queueArn)?.description;
    if (queue === undefined)
      throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${queueArn}`);
    return queue;
  }

  #change(record: Record_): Promise<void> {
    this.#apply(record);
    return this.#journal?.append(record) ?? Promise.reject(new Error('The queues are not open'));
  }

  #apply(record: Record_): void {
    if (record.op === 'created') {
      // The graph's description replaces that of a created queue.
      const { arn } = record.queue.description;
      if (!this.#described.has(arn)) this.#created.set(arn, record.queue);
      return;
    }
    if (record.op === 'sent') {
      if (!this.#entries.has(record.message.id)) this.#add(record.message);
      return;
    }
    const entry = this.#entries.get(record.id);
    if (entry === undefined) return;
    if (record.op === 'deleted') {
      entry.timer?.cancel();
      this.#entries.delete(record.id);
      this.#in(entry.message.queue).delete(entry);
    }
    if (record.op === 'received')
      Object.assign(entry, { receives: record.receives, firstReceived: record.firstReceived });
    if (record.op === 'moved') {
      const origin = entry.message.queue;
      const { queue, sent = entry.message.sent } = record;
      entry.timer?.cancel();
      this.#in(origin).delete(entry);
      this.#in(queue).add(entry);
      entry.message = { ...entry.message, queue, sent };
      Object.assign(entry, { receives: 0, visibleAt: 0, receipt: undefined, origin });
      this.#wake(record.queue);
    }
  }

  #add(message: StoredMessage): void {
    const entry: Entry = {
      message,
      receives: 0,
      firstReceived: 0,
      visibleAt: 0,
      timer: undefined,
      receipt: undefined,
      origin: undefined,
    };
    this.#entries.set(message.id, entry);
    this.#in(message.queue).add(entry);
  }

  *#snapshot(): Iterable<Record_> {
    for (const queue of this.#created.values()) yield { op: 'created', queue };
    for (const { message, receives, firstReceived, origin } of this.#entries.values()) {
      yield { op: 'sent', message: origin === undefined ? message : { ...message, queue: origin } };
      if (origin !== undefined) yield { op: 'moved', id: message.id, queue: message.queue };
      if (receives > 0) yield { op: 'received', id: message.id, receives, firstReceived };
    }
  }
}

const parseMessageId = (receiptHandle: string): string => receiptHandle.split('.')[0] ?? '';
