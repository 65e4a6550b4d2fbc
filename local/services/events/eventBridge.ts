import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../aws/awsError.ts';
import type { Timer } from '../../clock.ts';
import { Journal } from '../../dataDirectory/journal.ts';
import { Deliveries, type Delivery, type DeliveryOptions } from './deliveries.ts';
import type { EventEnvelope, RuleDescription } from './description.ts';
import { compilePattern, type CompiledPattern } from './pattern.ts';
import { parseRate } from './parseRate.ts';

export interface EventBridgeOptions extends Omit<DeliveryOptions, 'done'> {
  readonly dataDir: string;
  readonly region: string;
  readonly accountId: string;
  /** The buses besides `default`. */
  readonly buses: readonly string[];
  /** The rules of the program; the API can add others. */
  readonly rules: readonly RuleDescription[];
  /** Called with every event that a bus accepted. */
  readonly onEvent: (event: EventEnvelope) => void;
}

type Record_ =
  | { op: 'accept'; deliveries: Delivery[] }
  | { op: 'done'; id: string }
  | { op: 'rule'; rule: RuleDescription }
  | { op: 'unrule'; bus: string; name: string };

const toKey = ({ bus, name }: { bus: string; name: string }) => `${bus}/${name}`;

/** Holds buses, rules and deliveries; the deliveries survive a crash. */
export class EventBridge {
  readonly options: EventBridgeOptions;
  readonly #deliveries: Deliveries;
  readonly #pending = new Map<string, Delivery>();
  readonly #rules = new Map<string, RuleDescription>();
  readonly #added = new Map<string, RuleDescription>();
  readonly #compiled = new Map<string, CompiledPattern>();
  readonly #timers = new Map<string, Timer>();
  #journal: Journal<Record_> | undefined;
  #open = false;

  private constructor(options: EventBridgeOptions) {
    this.options = options;
    this.#deliveries = new Deliveries({
      ...options,
      done: ({ id }) => this.#commit({ op: 'done', id }),
    });
  }

  static async open(options: EventBridgeOptions): Promise<EventBridge> {
    const bridge = new EventBridge(options);
    for (const rule of options.rules) bridge.#set(rule);
    bridge.#journal = await Journal.open<Record_>({
      file: join(options.dataDir, 'events', 'journal.jsonl'),
      apply: (record) => bridge.#apply(record),
      snapshot: () => bridge.#snapshot(),
    });
    return bridge;
  }

  /** Starts schedules, and the deliveries that a crash interrupted. */
  start(): void {
    this.#open = true;
    for (const delivery of this.#pending.values()) this.#deliveries.start(delivery);
    for (const rule of this.#rules.values()) this.#schedule(rule);
  }

  /** The number of deliveries in progress. */
  get activeDeliveries(): number {
    return this.#deliveries.underWay;
  }

  /** The number of unfinished deliveries: those in progress and those that wait for a retry. */
  get pendingDeliveries(): number {
    return this.#pending.size;
  }

  get rules(): readonly RuleDescription[] {
    return [...this.#rules.values()];
  }

  hasBus(name: string): boolean {
    return name === 'default' || this.options.buses.includes(name);
  }

  /** Returns a rule; throws ResourceNotFoundException. */
  rule(bus: string, name: string): RuleDescription {
    const rule = this.#rules.get(toKey({ bus, name }));
    if (rule === undefined)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    return rule;
  }

  busArn(bus: string): string {
    return `arn:aws:events:${this.options.region}:${this.options.accountId}:event-bus/${bus}`;
  }

  ruleArn(bus: string, name: string): string {
    const path = bus === 'default' ? name : `${bus}/${name}`;
    return `arn:aws:events:${this.options.region}:${this.options.accountId}:rule/${path}`;
  }

  async putRule(rule: RuleDescription): Promise<void> {
    await this.#commit({ op: 'rule', rule });
    this.#schedule(rule);
  }

  async deleteRule(bus: string, name: string): Promise<void> {
    await this.#commit({ op: 'unrule', bus, name });
  }

  /** Accepts an event; resolves once its deliveries are on disk. */
  async accept(bus: string, event: EventEnvelope): Promise<void> {
    const deliveries = this.rules
      .filter((rule) => rule.bus === bus && rule.enabled && this.#compiled.get(toKey(rule))?.(event) === true)
      .flatMap((rule) => this.#createDeliveries(rule, event));
    this.options.onEvent(event);
    if (deliveries.length === 0) return;
    await this.#commit({ op: 'accept', deliveries });
    if (this.#open) for (const delivery of deliveries) this.#deliveries.start(delivery);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.values()) timer.cancel();
    await this.#deliveries.close();
    await this.#journal!.close();
  }

  #createDeliveries({ arn, targets }: RuleDescription, event: EventEnvelope): Delivery[] {
    const since = this.options.clock.now();
    return targets.map((target) => ({ id: randomUUID(), ruleArn: arn, target, event, since }));
  }

  #schedule(rule: RuleDescription): void {
    const key = toKey(rule);
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    if (!this.#open || rule.schedule === undefined || !rule.enabled) return;
    const { clock, region, accountId, onError } = this.options;
    const fire = async (): Promise<void> => {
      const deliveries = this.#createDeliveries(rule, {
        ...{ version: '0', id: randomUUID(), 'detail-type': 'Scheduled Event', source: 'aws.events' },
        ...{ account: accountId, time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z') },
        ...{ region, resources: [rule.arn], detail: {} },
      });
      await this.#commit({ op: 'accept', deliveries });
      for (const delivery of deliveries) this.#deliveries.start(delivery);
    };
    this.#timers.set(
      key,
      clock.after(parseRate(rule.schedule), () => {
        this.#schedule(rule);
        void fire().catch(onError);
      }),
    );
  }

  #set(rule: RuleDescription): void {
    if (rule.schedule !== undefined) parseRate(rule.schedule);
    if (rule.pattern !== undefined)
      this.#compiled.set(toKey(rule), compilePattern(JSON.parse(rule.pattern) as object));
    this.#rules.set(toKey(rule), rule);
  }

  #commit(record: Record_): Promise<void> {
    this.#apply(record);
    return this.#journal!.append(record);
  }

  #apply(record: Record_): void {
    switch (record.op) {
      case 'accept':
        for (const delivery of record.deliveries) this.#pending.set(delivery.id, delivery);
        break;
      case 'done':
        this.#pending.delete(record.id);
        break;
      case 'rule':
        this.#added.set(toKey(record.rule), record.rule);
        this.#set(record.rule);
        break;
      case 'unrule':
        for (const map of [this.#added, this.#rules, this.#compiled]) map.delete(toKey(record));
        this.#timers.get(toKey(record))?.cancel();
        break;
    }
  }

  *#snapshot(): Iterable<Record_> {
    for (const rule of this.#added.values()) yield { op: 'rule', rule };
    for (const delivery of this.#pending.values()) yield { op: 'accept', deliveries: [delivery] };
  }
}
