/** One resource that the program registered, with every output resolved and every secret unwrapped. */
export interface GraphResource {
  readonly urn: string;
  /** Pulumi's type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** The parent's URN. */
  readonly parent?: string;
  /** False for a component, which groups other resources and does not exist in the cloud. */
  readonly custom: boolean;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The inputs and the properties that AWS adds: ARNs, URLs, names. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The resources that a run of the program registered, in order, and the outputs of the stack. */
export interface Graph {
  readonly resources: readonly GraphResource[];
  /** The tokens of the provider functions that it called, such as `aws:index/getRegion:getRegion`, each once. */
  readonly invokes: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** An archive, such as the code of a function: its files by path. */
export interface GraphArchive {
  readonly files: ReadonlyMap<string, Buffer>;
}

/** An asset, such as the content of an object. */
export interface GraphAsset {
  readonly content: Buffer;
}

/** The stack that the program sees. */
export interface StackSettings {
  readonly project: string;
  readonly stack: string;
  readonly region: string;
  readonly accountId: string;
  /** The base of queue URLs: the SDK sends requests to the URL of a queue, whatever endpoint it has. */
  readonly awsEndpointUrl: string;
  /** The secret that "random" values are derived from, so that every start with the same data has the same values. */
  readonly seed: string;
}
