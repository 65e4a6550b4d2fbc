import assert from 'node:assert/strict';
import { asyncApiDocument, DETAIL_TYPES, openApiDocument } from '../../contract/index.ts';

const refsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsOf(inner),
  );
};

const resolve = (document: object, ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);

describe('the published documents', () => {
  for (const [name, make] of Object.entries({ openApiDocument, asyncApiDocument })) {
    it(`${name} resolves all its references and is the same every time`, () => {
      const document = make();
      const refs = refsOf(document);
      assert.ok(refs.length > 10);
      for (const ref of refs) {
        assert.ok(ref.startsWith('#/'), ref);
        assert.notEqual(resolve(document, ref), undefined, ref);
      }
      assert.deepEqual(make(), document);
    });
  }

  it('describe every route of the API with its errors', () => {
    const { paths, openapi } = openApiDocument() as {
      openapi: string;
      paths: Record<string, Record<string, { operationId?: string; responses?: Record<string, unknown> }>>;
    };
    assert.equal(openapi, '3.1.0');
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const ids = operations.map((operation) => operation.operationId).filter((id) => id !== undefined);
    assert.deepEqual(ids.sort(), [
      'batchLinks',
      'createJobs',
      'deleteJob',
      'getJob',
      'links',
      'listJobs',
      'openapi',
      'retryJob',
    ]);
    for (const { operationId, responses } of operations) {
      if (operationId === undefined || operationId === 'openapi') continue;
      for (const status of ['401', '403', '429', '500', '503'])
        assert.ok(responses?.[status], `${operationId} ${status}`);
    }
  });

  it('describe the job with its bounds', () => {
    const { components } = openApiDocument() as {
      components: { schemas: Record<string, { properties?: Record<string, unknown>; pattern?: string }> };
    };
    assert.equal(components.schemas['JobId']?.pattern, '^[0-9a-f]{32}$');
    const job = Object.keys(components.schemas['Job']?.properties ?? {});
    for (const key of ['jobId', 'state', 'renditions', 'analyses', 'warnings', 'image'])
      assert.ok(job.includes(key), key);
  });

  it('describe a message for every detail-type', () => {
    const { components } = asyncApiDocument() as {
      components: { messages: Record<string, { name: string }> };
    };
    assert.deepEqual(
      Object.values(components.messages).map(({ name }) => name),
      DETAIL_TYPES,
    );
  });
});
