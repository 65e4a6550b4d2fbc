import { randomUUID } from 'node:crypto';
import { AwsError, notImplemented } from '../../aws/awsError.ts';
import { createJsonService } from '../../aws/jsonService.ts';
import type { AwsRequest, AwsService } from '../../aws/types.ts';
import type { RuleDescription, TargetDescription } from './description.ts';
import type { EventBridge } from './eventBridge.ts';
import { matches, validatePattern, InvalidEventPatternException } from './pattern.ts';

interface Entry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Time?: number | string;
  Resources?: string[];
}

interface RuleInput {
  Name: string;
  EventBusName?: string;
  EventPattern?: string;
  ScheduleExpression?: string;
  State?: string;
}

interface TargetInput {
  Id: string;
  Arn: string;
  Input?: string;
  DeadLetterConfig?: { Arn?: string };
  RetryPolicy?: { MaximumEventAgeInSeconds?: number; MaximumRetryAttempts?: number };
}

/** The largest entry: 1 MB since January 2026. */
const MAX_ENTRY_BYTES = 1_048_576;

const busName = (name: string | undefined): string => name?.split('event-bus/').at(-1) ?? 'default';

/** Validates an entry; returns the code and message of its error. */
function validateEntry(entry: Entry): [string, string] | undefined {
  const { Source, DetailType, Detail } = entry;
  if (!Source)
    return ['InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.'];
  if (!DetailType)
    return [
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ];
  if (!Detail)
    return ['InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.'];
  if (Source.startsWith('aws.')) return ['NotAuthorizedForSourceException', 'Not authorized for the source.'];
  try {
    const detail = JSON.parse(Detail) as unknown;
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) throw new SyntaxError();
  } catch {
    return ['MalformedDetail', 'Detail is malformed.'];
  }
  return undefined;
}

const measureEntry = ({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number =>
  (Time === undefined ? 0 : 14) + Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(''));

function parsePattern(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new InvalidEventPatternException('It is not valid JSON');
  }
}

/** The fields that TestEventPattern requires of an event: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

function parseEvent(text: string): object {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    event = undefined;
  }
  if (typeof event !== 'object' || event === null || !REQUIRED.every((name) => Object.hasOwn(event, name)))
    throw new AwsError(
      'ValidationException',
      `Parameter Event is not valid. Reason: it must be a JSON object with ${REQUIRED.join(', ')}.`,
    );
  return event;
}

/** Serves the part of EventBridge's API that publishers, subscribers and tests need. */
export function createEventBridgeService(bridge: EventBridge): AwsService {
  const { clock, region, accountId } = bridge.options;

  async function putEvents({ Entries = [] }: { Entries?: Entry[] }, { authorize }: AwsRequest) {
    if (Entries.length < 1 || Entries.length > 10)
      throw new AwsError('ValidationException', 'Entries must have from 1 to 10 members.');
    if (Entries.some((entry) => measureEntry(entry) > MAX_ENTRY_BYTES))
      throw new AwsError(
        'ValidationException',
        'Total size of the entries in the request is over the limit.',
      );
    for (const { EventBusName, Source = '', DetailType = '' } of Entries)
      authorize('events:PutEvents', bridge.busArn(busName(EventBusName)), {
        'events:source': Source,
        'events:detail-type': DetailType,
      });
    const results = await Promise.all(Entries.map((entry) => putEvent(entry)));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  async function putEvent(
    entry: Entry,
  ): Promise<{ EventId: string } | { ErrorCode: string; ErrorMessage: string }> {
    const bus = busName(entry.EventBusName);
    const fault = validateEntry(entry);
    if (fault !== undefined) return { ErrorCode: fault[0], ErrorMessage: fault[1] };
    const id = randomUUID();
    // Events to a bus that does not exist are lost without an error, as in AWS.
    if (!bridge.hasBus(bus)) return { EventId: id };
    const time = typeof entry.Time === 'number' ? entry.Time * 1000 : (entry.Time ?? clock.now());
    await bridge.accept(bus, {
      ...{ version: '0', id, 'detail-type': entry.DetailType!, source: entry.Source! },
      ...{ account: accountId, time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'), region },
      ...{ resources: entry.Resources ?? [], detail: JSON.parse(entry.Detail!) as object },
    });
    return { EventId: id };
  }

  async function putRule(input: RuleInput, { authorize }: AwsRequest) {
    const bus = busName(input.EventBusName);
    const arn = bridge.ruleArn(bus, input.Name);
    authorize('events:PutRule', arn);
    if (!bridge.hasBus(bus))
      throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
    if (input.EventPattern === undefined && input.ScheduleExpression === undefined)
      throw new AwsError(
        'ValidationException',
        'Parameter(s) EventPattern or ScheduleExpression must be specified.',
      );
    if (input.EventPattern !== undefined) validatePattern(parsePattern(input.EventPattern));
    const known = bridge.rules.find((rule) => rule.bus === bus && rule.name === input.Name);
    await bridge.putRule({
      ...{ name: input.Name, bus, arn, pattern: input.EventPattern, schedule: input.ScheduleExpression },
      ...{ enabled: input.State !== 'DISABLED', targets: known?.targets ?? [] },
    });
    return { RuleArn: arn };
  }

  async function putTargets(
    input: { Rule: string; EventBusName?: string; Targets: TargetInput[] },
    { authorize }: AwsRequest,
  ) {
    const rule = bridge.rule(busName(input.EventBusName), input.Rule);
    authorize('events:PutTargets', rule.arn);
    const targets = input.Targets.map(parseTarget);
    const kept = rule.targets.filter(({ id }) => !targets.some((target) => target.id === id));
    await bridge.putRule({ ...rule, targets: [...kept, ...targets] });
    return { FailedEntryCount: 0, FailedEntries: [] };
  }

  async function removeTargets(
    input: { Rule: string; EventBusName?: string; Ids: string[] },
    { authorize }: AwsRequest,
  ) {
    const rule = bridge.rule(busName(input.EventBusName), input.Rule);
    authorize('events:RemoveTargets', rule.arn);
    await bridge.putRule({ ...rule, targets: rule.targets.filter(({ id }) => !input.Ids.includes(id)) });
    return { FailedEntryCount: 0, FailedEntries: [] };
  }

  async function deleteRule(input: RuleInput, { authorize }: AwsRequest) {
    const bus = busName(input.EventBusName);
    authorize('events:DeleteRule', bridge.ruleArn(bus, input.Name));
    const rule = bridge.rules.find((each) => each.bus === bus && each.name === input.Name);
    if (rule !== undefined && rule.targets.length > 0)
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    await bridge.deleteRule(bus, input.Name);
    return {};
  }

  function listRules(
    { EventBusName, NamePrefix = '' }: { EventBusName?: string; NamePrefix?: string },
    { authorize }: AwsRequest,
  ) {
    const bus = busName(EventBusName);
    authorize('events:ListRules', bridge.ruleArn(bus, '*'));
    const rules = bridge.rules.filter((rule) => rule.bus === bus && rule.name.startsWith(NamePrefix));
    return { Rules: rules.map(describeRule) };
  }

  function listTargetsByRule(
    { Rule, EventBusName }: { Rule: string; EventBusName?: string },
    { authorize }: AwsRequest,
  ) {
    const rule = bridge.rule(busName(EventBusName), Rule);
    authorize('events:ListTargetsByRule', rule.arn);
    return { Targets: rule.targets.map(({ id, arn, input }) => ({ Id: id, Arn: arn, Input: input })) };
  }

  function testEventPattern(
    { EventPattern, Event }: { EventPattern: string; Event: string },
    { authorize }: AwsRequest,
  ) {
    authorize('events:TestEventPattern', '*');
    const pattern = parsePattern(EventPattern);
    validatePattern(pattern);
    return { Result: matches(pattern, parseEvent(Event)) };
  }

  function describeEventBus({ Name }: { Name?: string }, { authorize }: AwsRequest) {
    const bus = busName(Name);
    authorize('events:DescribeEventBus', bridge.busArn(bus));
    if (!bridge.hasBus(bus))
      throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
    return { Name: bus, Arn: bridge.busArn(bus) };
  }

  return createJsonService({
    name: 'EventBridge',
    operations: {
      PutEvents: putEvents,
      PutRule: putRule,
      PutTargets: putTargets,
      RemoveTargets: removeTargets,
      DeleteRule: deleteRule,
      ListRules: listRules,
      ListTargetsByRule: listTargetsByRule,
      TestEventPattern: testEventPattern,
      DescribeEventBus: describeEventBus,
    },
  });
}

function parseTarget(input: TargetInput): TargetDescription {
  const { Id, Arn, Input, DeadLetterConfig, RetryPolicy, ...others } = input;
  const [other] = Object.keys(others);
  if (other !== undefined) throw notImplemented(`a target's ${other}`);
  if (!/^arn:aws:(sqs|lambda):/.test(Arn)) throw notImplemented(`the target ${Arn}`);
  return {
    ...{ id: Id, arn: Arn, input: Input, dlqArn: DeadLetterConfig?.Arn },
    maximumEventAge: RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
    maximumRetryAttempts: RetryPolicy?.MaximumRetryAttempts ?? 185,
  };
}

const describeRule = ({ name, arn, bus, pattern, schedule, enabled }: RuleDescription) => ({
  ...{ Name: name, Arn: arn, EventBusName: bus, EventPattern: pattern, ScheduleExpression: schedule },
  State: enabled ? 'ENABLED' : 'DISABLED',
});
