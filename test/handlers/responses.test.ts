import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Job, ResultDocument } from '../../contract/index.ts';
import { decodeCursor, encodeCursor } from '../../handlers/api/cursor.ts';
import { matchesEtag } from '../../handlers/api/etag.ts';
import { trimToResponseSize } from '../../handlers/api/trimToResponseSize.ts';
import { retryAfterHeader } from '../../handlers/api/retryAfter.ts';
import { toResultDocument } from '../../handlers/analysis/toResultDocument.ts';
import { retryDelaySeconds } from '../../handlers/support/retryDelay.ts';
import { nextSweepTime } from '../../handlers/jobs/tombstone.ts';

const JOB_ID = '00112233445566778899aabbccddeeff';
const box = { left: 0, top: 0, width: 0.5, height: 0.5 };

const job = (words: number): Job => ({
  jobId: JOB_ID,
  state: 'completed',
  attempt: 1,
  createdAt: '2026-01-02T03:04:05.000Z',
  updatedAt: '2026-01-02T03:04:05.000Z',
  renditions: [],
  analyses: {
    rekognition: {
      state: 'succeeded',
      labels: [],
      text: Array.from({ length: words }, () => ({ frame: 0, box, confidence: 90, text: 'a "word"' })),
    },
  },
  warnings: [],
});

describe('responses', () => {
  it('are trimmed to the size that Lambda allows, with a warning', () => {
    const small = job(10);
    assert.equal(trimToResponseSize(small), small);
    const cut = trimToResponseSize(job(1000), 20_000);
    const words = cut.analyses['rekognition']!.text.length;
    assert.ok(words > 0 && words < 1000);
    assert.ok(Buffer.byteLength(JSON.stringify(JSON.stringify(cut))) <= 20_000);
    assert.deepEqual(
      cut.warnings.map(({ code }) => code),
      ['results-cut'],
    );
  });

  it('set Retry-After from 1 to 5 s by the job’s age, and omit it for a terminal state', () => {
    const at = (seconds: number, state: Job['state'] = 'analyzing') => {
      const updatedAt = new Date(0).toISOString();
      return retryAfterHeader({ state, updatedAt }, seconds * 1000)['retry-after'];
    };
    assert.deepEqual(
      [0, 9, 10, 35, 40, 10_000].map((seconds) => at(seconds)),
      ['1', '1', '2', '4', '5', '5'],
    );
    assert.equal(at(0, 'failed'), undefined);
    assert.equal(at(-100), '1');
  });

  it('match entity tags by weak comparison, in lists and with an asterisk', () => {
    for (const header of ['"a"', 'W/"a"', '"b", "a"', '*'])
      assert.equal(matchesEtag(header, '"a"'), true, header);
    for (const header of [undefined, '', '"b"', 'a', '"aa"'])
      assert.equal(matchesEtag(header, '"a"'), false, header);
  });

  it('contain cursors that parse back, and other cursors are rejected', () => {
    const createdKey = `2026-01-02T03:04:05.678Z#${JOB_ID}`;
    const cursor = encodeCursor({ createdKey, jobId: JOB_ID });
    assert.match(cursor, /^[A-Za-z0-9_-]{1,512}$/);
    assert.deepEqual(decodeCursor(cursor), { createdKey, jobId: JOB_ID });
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        assert.throws(() => decodeCursor(text), { code: 'invalid-cursor' });
      }),
    );
  });
});

describe('toResultDocument', () => {
  const header = {
    jobId: JOB_ID,
    attempt: 1,
    analyzer: 'rekognition',
    createdAt: '2026-01-02T03:04:05.000Z',
  };
  const crop = { left: 0, top: 0, width: 1, height: 1 };
  const frame = (index: number, confidence: number) => ({
    frame: index,
    crop,
    labels: { model: 'm', labels: [{ name: 'Dog', confidence, instances: [{ box, confidence }] }] },
    text: { words: [{ text: 'DOE^JANE', confidence, box }] },
  });

  it('merges a label of several frames, with instances in each frame', () => {
    const { labels } = toResultDocument(header, [frame(0, 70), frame(5, 90)], false);
    assert.deepEqual(
      labels.map(({ name, confidence }) => [name, confidence]),
      [['Dog', 90]],
    );
    assert.deepEqual(
      labels[0]!.instances.map((instance) => instance.frame),
      [0, 5],
    );
  });

  it('is cut to the schema and to the size, with a warning and the most confident first', () => {
    const instances = Array.from({ length: 12_000 }, (_, index) => ({ box, confidence: index / 120 }));
    const many = {
      ...frame(0, 70),
      labels: { model: 'm', labels: [{ name: 'Dog', confidence: 70, instances }] },
    };
    const document = ResultDocument.parse(toResultDocument(header, [many], false));
    assert.equal(document.labels[0]!.instances.length, 10_000);
    assert.equal(Math.min(...document.labels[0]!.instances.map(({ confidence }) => confidence)), 2000 / 120);
    assert.deepEqual(
      document.warnings?.map(({ code }) => code),
      ['results-cut'],
    );
    const small = ResultDocument.parse(toResultDocument(header, [many], false, 20_000));
    assert.ok(Buffer.byteLength(JSON.stringify(small)) <= 20_000 && small.labels[0]!.instances.length > 10);
    assert.equal(toResultDocument(header, [frame(0, 70)], false).warnings, undefined);
  });

  it('includes the text only if it may be kept', () => {
    assert.equal(JSON.stringify(toResultDocument(header, [frame(0, 70)], false)).includes('DOE'), false);
    assert.equal(toResultDocument(header, [frame(0, 70)], true).text[0]!.text, 'DOE^JANE');
  });
});

describe('the delays', () => {
  it('grow with the receive count, have jitter and stay within bounds', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((receives) => retryDelaySeconds(receives, 1)),
      [8, 32, 128, 512, 600],
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (receives, random) => {
          const delay = retryDelaySeconds(receives, random);
          assert.ok(Number.isInteger(delay) && delay >= 4 && delay <= 600);
        },
      ),
    );
  });

  it('schedule three sweeps of a deleted job: after its form, EventBridge and SQS expire', () => {
    const deletedAt = '2026-01-01T00:00:00.000Z';
    const sweeps = [0, 1, 2, 3].map((sweep) => nextSweepTime(deletedAt, sweep));
    assert.deepEqual(sweeps, [
      '2026-01-01T00:30:00.000Z',
      '2026-01-02T02:00:00.000Z',
      '2026-01-16T00:00:00.000Z',
      undefined,
    ]);
  });
});
