import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { EVENT_SOURCE } from '../../contract/index.ts';
import { createPolicyDocument } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface EventBusArgs {
  /** Third-party analyzers: each name with the ARN of the IAM principal that publishes as `dicom-analyzer.{name}`. Default none. */
  externalAnalyzers?: Record<string, string>;
  /** The days to keep events for replay. Default 30. */
  archiveDays?: number;
  transform?: { bus?: Transform<aws.cloudwatch.EventBusArgs> };
}

/** The bus of the stack's events, with an archive for replay and a policy that admits each third-party analyzer. */
export class EventBus extends pulumi.ComponentResource {
  readonly bus: aws.cloudwatch.EventBus;
  readonly archive: aws.cloudwatch.EventArchive;

  constructor(name: string, args: EventBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:EventBus', name, {}, opts);
    this.bus = new aws.cloudwatch.EventBus(
      name,
      applyTransform(
        args.transform?.bus,
        { name, type: 'aws:cloudwatch/eventBus:EventBus' },
        { description: 'Events of images and jobs' },
      ),
      { parent: this },
    );
    this.archive = new aws.cloudwatch.EventArchive(
      name,
      { eventSourceArn: this.bus.arn, retentionDays: args.archiveDays ?? 30 },
      { parent: this },
    );
    const analyzers = Object.entries(args.externalAnalyzers ?? {});
    if (analyzers.length > 0)
      new aws.cloudwatch.EventBusPolicy(
        name,
        {
          eventBusName: this.bus.name,
          policy: createPolicyDocument(analyzers.map((analyzer) => this.admitAnalyzer(analyzer))),
        },
        { parent: this },
      );
    this.registerOutputs({ eventBusName: this.bus.name });
  }

  /** Allows a third-party analyzer to publish its results and failures under its own source. */
  private admitAnalyzer([analyzer, principal]: [string, string]) {
    return {
      Sid: `Analyzer${analyzer.replaceAll('-', '')}`,
      Effect: 'Allow' as const,
      Principal: { AWS: principal },
      Action: 'events:PutEvents',
      Resource: this.bus.arn,
      Condition: {
        StringEquals: {
          'events:source': `${EVENT_SOURCE}.${analyzer}`,
          'events:detail-type': ['Image Analyzed', 'Image Failed'],
        },
      },
    };
  }
}
