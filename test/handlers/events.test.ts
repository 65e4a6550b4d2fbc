import assert from 'node:assert/strict';
import { type Detail, type DetailType, resultKey } from '../../contract/index.ts';
import { buildEvent } from '../../handlers/events/buildEvent.ts';
import { toFact } from '../../handlers/events/toFact.ts';
import { parseMessage, UnreadableEventError } from '../../handlers/events/parseMessage.ts';
import { envelope } from './envelope.ts';

const JOB_ID = '00112233445566778899aabbccddeeff';
const context = {
  jobId: JOB_ID,
  tenant: 'north',
  attempt: 2,
  causationId: 'cause',
  now: Date.parse('2026-01-02T03:04:05Z'),
};

const analyzed = (
  analyzer: string,
  key = resultKey(analyzer, 'north', JOB_ID, 2),
): Detail<'Image Analyzed'> =>
  buildEvent(
    'Image Analyzed',
    context,
    { analyzer, result: { bucket: 'derived', key }, counts: { labels: 1, text: 0 } },
    analyzer,
  ).detail;

const factInMessage = (body: string) => {
  const event = parseMessage(body);
  assert.equal(event.kind, 'contract');
  return toFact(event, 'derived');
};

describe('the events', () => {
  it('derive their ids from their content only', () => {
    const event = (attempt: number, analyzer: string, now: number) =>
      buildEvent(
        'Image Failed',
        { ...context, attempt, now },
        { stage: 'analysis', analyzer, error: { code: 'x', message: 'y' } },
        analyzer,
      ).detail.metadata.eventId;
    assert.equal(event(1, 'a', 0), event(1, 'a', 1000));
    const ids = [event(1, 'a', 0), event(2, 'a', 0), event(1, 'b', 0)];
    assert.equal(new Set(ids).size, 3);
    assert.match(ids[0]!, /^[0-9a-f]{32}$/);
  });

  it('parse an S3 event, whose key is not URL-encoded', () => {
    const detail = {
      version: '0',
      bucket: { name: 'uploads' },
      object: { key: 'incoming/north/a b+c', size: 3, etag: 'x', 'version-id': 'v', sequencer: '1' },
      'request-id': 'r',
      requester: '000000000000',
    };
    const event = parseMessage(envelope('Object Created', detail, 'aws.s3'));
    assert.equal(event.kind, 'object-created');
    assert.equal(event.key, 'incoming/north/a b+c');
  });

  it('reject an invalid event without quoting its content', () => {
    const detail = { ...analyzed('rekognition'), data: { secret: 'DOE^JANE' } };
    const bad = [
      'no json',
      '{}',
      envelope('Image Analyzed', detail),
      envelope('Something Else', {}),
      envelope('Image Analyzed', analyzed('rekognition'), 'another-source'),
      envelope('Image Analyzed', analyzed('rekognition'), 'dicom-analyzer.a.b'),
    ];
    for (const body of bad) {
      assert.throws(
        () => parseMessage(body),
        (error: Error) => {
          assert.ok(error instanceof UnreadableEventError);
          assert.equal(error.message.includes('DOE'), false);
          return true;
        },
      );
    }
  });

  it('contain a fact for the slot of their analyzer', () => {
    const { slot, fact } = factInMessage(
      envelope('Image Analyzed', analyzed('sharpness'), 'dicom-analyzer.sharpness'),
    );
    assert.equal(slot, 'analysis:sharpness');
    assert.deepEqual([fact.attempt, fact.at], [2, '2026-01-02T03:04:05.000Z']);
  });

  it('reject a publisher that reports for another analyzer, a stage, or a result at another key', () => {
    const decodeFailed = buildEvent('Image Failed', context, {
      stage: 'decode',
      error: { code: 'x', message: 'y' },
    }).detail;
    const bad: [DetailType, unknown, string][] = [
      ['Image Analyzed', analyzed('rekognition'), 'dicom-analyzer.sharpness'],
      ['Image Failed', decodeFailed, 'dicom-analyzer.sharpness'],
      [
        'Image Analyzed',
        analyzed('sharpness', resultKey('sharpness', 'south', JOB_ID, 2)),
        'dicom-analyzer.sharpness',
      ],
      ['Image Analyzed', analyzed('sharpness', 'renditions/x'), 'dicom-analyzer.sharpness'],
    ];
    for (const [type, detail, source] of bad) {
      assert.throws(() => factInMessage(envelope(type, detail, source)), UnreadableEventError);
    }
  });
});
