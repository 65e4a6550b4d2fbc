/** One resource that the program registered, with every output resolved and every secret unwrapped. */
export interface GraphResource {
  readonly urn: string;
  /** Pulumi's type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** The parent's URN. */
  readonly parent?: string;
  /** False for a component, which is a name for other resources and nothing in the cloud. */
  readonly custom: boolean;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs, and what AWS would add: ARNs, URLs, names. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** All that a run of the program registered, in order, and the stack's own outputs. */
export interface Graph {
  readonly resources: readonly GraphResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** An archive (a function's code): its files by path. */
export interface GraphArchive {
  readonly files: ReadonlyMap<string, Buffer>;
}

/** An asset (an object's content). */
export interface GraphAsset {
  readonly content: Buffer;
}

/** The stack that the program believes to be in. */
export interface StackSettings {
  readonly project: string;
  readonly stack: string;
  readonly region: string;
  readonly accountId: string;
  /** Where queues are reached: the SDK sends to a queue's URL itself, whatever its endpoint. */
  readonly awsEndpointUrl: string;
  /** What "random" answers are made from: the same on every start with the same data, and known to nobody else. */
  readonly seed: string;
}
