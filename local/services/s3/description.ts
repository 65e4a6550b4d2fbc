/** One CORS rule of a bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}

/** A bucket of the program. */
export interface BucketDescription {
  readonly name: string;
  readonly versioning: boolean;
  /** The key of its default encryption; without one, S3's own. */
  readonly kmsKeyArn: string | undefined;
  readonly cors: readonly CorsRule[];
  /** True if the bucket sends its objects' events to EventBridge. */
  readonly eventBridge: boolean;
}
