import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One resource as the account holds it. */
export interface Holding {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The AWS account of one run: every resource by its URN. A file keeps it between the commands of a run. */
export class Account {
  readonly #path: string;
  readonly #holdings: Map<string, Holding>;

  /** @param path the file that keeps the account; created when it does not exist */
  constructor(path: string) {
    this.#path = path;
    this.#holdings = new Map(
      existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as [string, Holding][]) : [],
    );
  }

  put(urn: string, holding: Holding): void {
    this.#holdings.set(urn, holding);
    this.#save();
  }

  remove(urn: string): void {
    this.#holdings.delete(urn);
    this.#save();
  }

  get(urn: string): Holding | undefined {
    return this.#holdings.get(urn);
  }

  /** Returns the resources of a type. */
  ofType(type: string): Holding[] {
    return [...this.#holdings.values()].filter((each) => each.type === type);
  }

  #save(): void {
    writeFileSync(this.#path, JSON.stringify([...this.#holdings]));
  }
}
