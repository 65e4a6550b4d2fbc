import * as aws from '@pulumi/aws';

new aws.kinesis.Stream('stream', { shardCount: 1 });
