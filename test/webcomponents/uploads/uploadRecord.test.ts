import assert from 'node:assert/strict';
import { STORAGE_KEY } from '../../../webcomponents/uploads/getSessionStorage.ts';
import { UploadRecord, type RecordedCall } from '../../../webcomponents/uploads/uploadRecord.ts';

const SCOPE = { apiUrl: '/api', batch: 'b', generated: false };
const NOW = Date.UTC(2026, 0, 2);
const call = (key: string, more: object = {}): RecordedCall => ({
  key,
  at: NOW - 1000,
  ...SCOPE,
  files: [{ clientRef: `${key}-1`, size: 3, fingerprint: 'p1', state: 'open' }],
  ...more,
});

/** Creates a session storage with these entries. */
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

describe('the upload record', () => {
  it('is restored from the storage', () => {
    const storage = storageOf({});
    new UploadRecord(storage, NOW).save(call('k'));
    assert.deepEqual(
      new UploadRecord(storage, NOW).findUnfinished(SCOPE).map(({ file }) => file.clientRef),
      ['k-1'],
    );
  });

  const damaged: Record<string, unknown> = {
    'an entry that is not JSON': '{"key":"k","at":',
    'an empty entry': '',
    null: 'null',
    'an array': '[]',
    'a string': '"k"',
    'files that are not an array': call('k', { files: 7 }),
    'a file that is null': call('k', { files: [null] }),
    'an unknown state': call('k', { files: [{ clientRef: 'c', size: 1, state: 'lost' }] }),
    'a size that is a string': call('k', { files: [{ clientRef: 'c', size: '1', state: 'open' }] }),
    'a job id that is an object': call('k', {
      files: [{ clientRef: 'c', size: 1, state: 'sent', jobId: {} }],
    }),
    'a call without a time': call('k', { at: null }),
    'a call without a URL': call('k', { apiUrl: undefined }),
    "a call under another call's key": call('other'),
  };
  for (const [name, value] of Object.entries(damaged))
    it(`drops ${name}, and keeps the other entries`, () => {
      const storage = storageOf({ ...entry(value), ...entry(call('good'), 'good') });
      const record = new UploadRecord(storage, NOW);
      assert.deepEqual(
        record.findUnfinished(SCOPE).map(({ file }) => file.clientRef),
        ['good-1'],
      );
      assert.deepEqual(Object.keys(storage).sort(), [STORAGE_KEY, `${STORAGE_KEY}:good`].sort());
    });

  it('forgets a call after 23 hours, an hour before the server forgets its key', () => {
    const hours = (ago: number): RecordedCall => call('k', { at: NOW - ago * 3_600_000 });
    assert.equal(new UploadRecord(storageOf(entry(hours(22.9))), NOW).findUnfinished(SCOPE).length, 1);
    assert.equal(new UploadRecord(storageOf(entry(hours(23))), NOW).findUnfinished(SCOPE).length, 0);
  });
});
