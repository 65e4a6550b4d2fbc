import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { EVENT_SOURCE } from '../../contract/index.ts';
import { createPolicyDocument } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface EventBusArgs {
  /** Analyzers of somebody else's: name to the ARN of the principal that publishes as `dicom-analyzer.{name}`. Default none. */
  externalAnalyzers?: Record<string, string>;
  /** Days for which events can be replayed. Default 30. */
  archiveDays?: number;
  transform?: { bus?: Transform<aws.cloudwatch.EventBusArgs> };
}

/** The bus of our own events, with an archive for replay and a door for each external analyzer. */
export class EventBus extends pulumi.ComponentResource {
  readonly bus: aws.cloudwatch.EventBus;

  constructor(name: string, args: EventBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:EventBus', name, {}, opts);
    this.bus = new aws.cloudwatch.EventBus(
      name,
      applyTransform(args.transform?.bus, { description: 'What happened to images and jobs' }),
      { parent: this },
    );
    new aws.cloudwatch.EventArchive(
      name,
      { eventSourceArn: this.bus.arn, retentionDays: args.archiveDays ?? 30 },
      { parent: this },
    );
    const doors = Object.entries(args.externalAnalyzers ?? {});
    if (doors.length > 0)
      new aws.cloudwatch.EventBusPolicy(
        name,
        {
          eventBusName: this.bus.name,
          policy: createPolicyDocument(doors.map((door) => this.openDoor(door))),
        },
        { parent: this },
      );
    this.registerOutputs({ eventBusName: this.bus.name });
  }

  /** An external analyzer may say what it found, under its own name, and nothing else. */
  private openDoor([analyzer, principal]: [string, string]) {
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
