import { INERT, requireString, type ResourceType } from '../resourceType.ts';

/** SQS, SNS, EventBridge. */
export const messaging: Readonly<Record<string, ResourceType>> = {
  'aws:sqs/queue:Queue': {
    autoName: 'name',
    outputs: ({ physicalName, settings: { region, accountId, awsEndpointUrl } }) => ({
      id: `${awsEndpointUrl}/${accountId}/${physicalName}`,
      url: `${awsEndpointUrl}/${accountId}/${physicalName}`,
      name: physicalName,
      arn: `arn:aws:sqs:${region}:${accountId}:${physicalName}`,
    }),
    served: [
      'name',
      'visibilityTimeoutSeconds',
      'messageRetentionSeconds',
      'maxMessageSize',
      'delaySeconds',
      'receiveWaitTimeSeconds',
      'redrivePolicy',
      'redriveAllowPolicy',
      'policy',
    ],
    inert: {
      sqsManagedSseEnabled: INERT.encryption,
      kmsMasterKeyId: INERT.encryption,
      kmsDataKeyReusePeriodSeconds: INERT.encryption,
      'tags.*': INERT.tags,
    },
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    outputs: (registration) => ({ id: requireString(registration, 'queueUrl') }),
    served: ['queueUrl', 'policy'],
    inert: {},
  },
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': {
    outputs: (registration) => ({ id: requireString(registration, 'queueUrl') }),
    served: ['queueUrl', 'redriveAllowPolicy'],
    inert: {},
  },
  'aws:cloudwatch/eventBus:EventBus': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => ({
      id: physicalName,
      name: physicalName,
      arn: `arn:aws:events:${settings.region}:${settings.accountId}:event-bus/${physicalName}`,
    }),
    served: ['name', 'deadLetterConfig.arn'],
    inert: {
      description: INERT.description,
      kmsKeyIdentifier: INERT.encryption,
      'logConfig.*': INERT.logs,
      'tags.*': INERT.tags,
    },
  },
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': {
    outputs: ({ inputs }) => ({
      id: typeof inputs.eventBusName === 'string' ? inputs.eventBusName : 'default',
    }),
    served: ['eventBusName', 'policy'],
    inert: {},
  },
  'aws:cloudwatch/eventRule:EventRule': {
    autoName: 'name',
    outputs: ({ physicalName, inputs, settings }) => {
      const bus = typeof inputs.eventBusName === 'string' ? inputs.eventBusName : 'default';
      const path = bus === 'default' ? physicalName : `${bus}/${physicalName}`;
      return {
        id: path,
        name: physicalName,
        eventBusName: bus,
        arn: `arn:aws:events:${settings.region}:${settings.accountId}:rule/${path}`,
      };
    },
    served: ['name', 'eventBusName', 'eventPattern', 'scheduleExpression', 'state'],
    inert: { description: INERT.description, forceDestroy: INERT.destroy, 'tags.*': INERT.tags },
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    outputs: (registration) => {
      const given = registration.inputs.targetId;
      const targetId = typeof given === 'string' ? given : registration.physicalName;
      return {
        id: `${requireString(registration, 'rule')}-${targetId}`,
        targetId,
        eventBusName: registration.inputs.eventBusName ?? 'default',
      };
    },
    served: [
      'rule',
      'eventBusName',
      'arn',
      'targetId',
      'input',
      'deadLetterConfig.arn',
      'retryPolicy.maximumEventAgeInSeconds',
      'retryPolicy.maximumRetryAttempts',
    ],
    inert: { forceDestroy: INERT.destroy },
  },
  'aws:cloudwatch/eventArchive:EventArchive': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => ({
      id: physicalName,
      name: physicalName,
      arn: `arn:aws:events:${settings.region}:${settings.accountId}:archive/${physicalName}`,
    }),
    served: [],
    inert: {
      name: 'nothing is archived locally',
      eventSourceArn: 'nothing is archived locally',
      eventPattern: 'nothing is archived locally',
      retentionDays: 'nothing is archived locally',
      kmsKeyIdentifier: INERT.encryption,
      description: INERT.description,
    },
  },
  'aws:sns/topic:Topic': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => {
      const arn = `arn:aws:sns:${settings.region}:${settings.accountId}:${physicalName}`;
      return { id: arn, arn, name: physicalName, owner: settings.accountId };
    },
    served: [],
    inert: {
      name: INERT.alarms,
      displayName: INERT.alarms,
      kmsMasterKeyId: INERT.encryption,
      policy: INERT.alarms,
      'tags.*': INERT.tags,
    },
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    outputs: (registration) => ({ id: requireString(registration, 'arn') }),
    served: [],
    inert: { arn: INERT.alarms, policy: INERT.alarms },
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    outputs: ({ inputs, uuid }) => ({
      id: `${String(inputs.topic)}:${uuid()}`,
      arn: `${String(inputs.topic)}:${uuid()}`,
    }),
    served: [],
    inert: { topic: INERT.alarms, protocol: INERT.alarms, endpoint: INERT.alarms },
  },
};
