/** One CORS rule of a bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}

/** A bucket as the program describes it. */
export interface BucketDescription {
  readonly name: string;
  readonly versioning: boolean;
  /** The key of its default encryption; without one, S3's own. */
  readonly kmsKeyArn: string | undefined;
  readonly cors: readonly CorsRule[];
  /** Whether it tells EventBridge what happens to its objects. */
  readonly eventBridge: boolean;
}
