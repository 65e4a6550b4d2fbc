import assert from 'node:assert/strict';
import { STORAGE_KEY } from '../../../webcomponents/uploads/getSessionStorage.ts';
import { UploadRecord, type RecordedCall } from '../../../webcomponents/uploads/uploadRecord.ts';

const PLACE = { apiUrl: '/api', batch: 'b', generated: false };
const NOW = Date.UTC(2026, 0, 2);
const call = (key: string, more: object = {}): RecordedCall => ({
  key,
  at: NOW - 1000,
  ...PLACE,
  files: [{ clientRef: `${key}-1`, size: 3, fingerprint: 'p1', state: 'open' }],
  ...more,
});

/** A tab's storage with these entries, as `Object.keys` and the methods see it. */
function storageOf(entries: Record<string, string>): Storage {
  const methods = {
    getItem: (name: string) =>
      Object.hasOwn(storage, name) ? (storage as Record<string, string>)[name]! : null,
    setItem: (name: string, value: string) => void Object.assign(storage, { [name]: value }),
    removeItem: (name: string) => void Reflect.deleteProperty(storage, name),
  };
  const storage = Object.assign(Object.create(methods) as object, entries);
  return storage as Storage;
}
const entry = (value: unknown, key = 'k'): Record<string, string> => ({
  [`${STORAGE_KEY}:${key}`]: typeof value === 'string' ? value : JSON.stringify(value),
});

describe('what was uploaded in this tab', () => {
  it('is read again as it was written', () => {
    const storage = storageOf({});
    new UploadRecord(storage, NOW).save(call('k'));
    assert.deepEqual(
      new UploadRecord(storage, NOW).findUnfinished(PLACE).map(({ file }) => file.clientRef),
      ['k-1'],
    );
  });

  const damaged: Record<string, unknown> = {
    'no JSON': '{"key":"k","at":',
    nothing: '',
    null: 'null',
    'a list': '[]',
    'a word': '"k"',
    'files that are none': call('k', { files: 7 }),
    'a file that is none': call('k', { files: [null] }),
    'a state that there is not': call('k', { files: [{ clientRef: 'c', size: 1, state: 'lost' }] }),
    'a size in words': call('k', { files: [{ clientRef: 'c', size: '1', state: 'open' }] }),
    'a job that is none': call('k', { files: [{ clientRef: 'c', size: 1, state: 'sent', jobId: {} }] }),
    'no time': call('k', { at: null }),
    'no address': call('k', { apiUrl: undefined }),
    "another call's key": call('other'),
  };
  for (const [what, value] of Object.entries(damaged))
    it(`drops ${what}, and keeps the others`, () => {
      const storage = storageOf({ ...entry(value), ...entry(call('good'), 'good') });
      const record = new UploadRecord(storage, NOW);
      assert.deepEqual(
        record.findUnfinished(PLACE).map(({ file }) => file.clientRef),
        ['good-1'],
      );
      assert.deepEqual(Object.keys(storage).sort(), [STORAGE_KEY, `${STORAGE_KEY}:good`].sort());
    });

  it('is forgotten after 23 hours, an hour before the server forgets its key', () => {
    const hours = (ago: number): RecordedCall => call('k', { at: NOW - ago * 3_600_000 });
    assert.equal(new UploadRecord(storageOf(entry(hours(22.9))), NOW).findUnfinished(PLACE).length, 1);
    assert.equal(new UploadRecord(storageOf(entry(hours(23))), NOW).findUnfinished(PLACE).length, 0);
  });
});
