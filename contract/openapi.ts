import {
  AcceptedResponse,
  CreateJobsRequest,
  CreateJobsResponse,
  IdempotencyKey,
  LinksResponse,
  ListJobsQuery,
  ListJobsResponse,
  Problem,
} from './api.ts';
import { Job } from './job.ts';
import { jsonSchemas } from './jsonSchemas.ts';

/** Made when a document is: most of what imports the contract wants none. */
const schemas = () =>
  jsonSchemas({
    CreateJobsRequest: { schema: CreateJobsRequest, io: 'input' },
    CreateJobsResponse: { schema: CreateJobsResponse },
    Job: { schema: Job },
    ListJobsResponse: { schema: ListJobsResponse },
    LinksResponse: { schema: LinksResponse },
    AcceptedResponse: { schema: AcceptedResponse },
    Problem: { schema: Problem },
    IdempotencyKey: { schema: IdempotencyKey },
    ListJobsQuery: { schema: ListJobsQuery, io: 'input' },
  });

const header = (description: string, type = 'string'): object => ({ description, schema: { type } });
const ETAG = { etag: header('Changes with the attempt, with every fact and with the state.') };
const POLL = { 'retry-after': header('Seconds after which to ask again, while not terminal.', 'integer') };

const answer = (description: string, schema?: string, headers: object = {}): object => ({
  description,
  ...(Object.keys(headers).length === 0 ? {} : { headers }),
  ...(schema === undefined
    ? {}
    : { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } }),
});

const problem = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** What API Gateway itself answers, before any function is asked, has a body of its own. */
const gateway = (description: string): object => ({
  description,
  content: {
    'application/json': {
      schema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    },
  },
});

/** As the function answers, or the gateway before it. */
const either = (description: string): object => ({
  description,
  content: { ...contentOf(problem('')), ...contentOf(gateway('')) },
});
const contentOf = (response: object): object => (response as { content: object }).content;

const COMMON = {
  400: either('The request does not keep to its schema, or its path is not percent-encoded.'),
  401: gateway('No token, or one that is not valid.'),
  403: problem('The token names no tenant.'),
  413: gateway('The body has more than 10 MB.'),
  429: gateway('Too many requests: wait, then try again.'),
  431: gateway('Request line and headers together have more than 10,240 bytes.'),
  500: problem('The request failed at the service.'),
  503: problem('The service is busy.'),
};

const NO_JOB = problem('There is no such job of this tenant.');
const JOB_PATH = [
  { name: 'jobId', in: 'path', required: true, schema: { $ref: '#/components/schemas/JobId' } },
];
const IF_NONE_MATCH = { name: 'If-None-Match', in: 'header', schema: { type: 'string' } };

const query = (name: 'batch' | 'cursor' | 'limit'): object => ({
  name,
  in: 'query',
  required: false,
  schema: { $ref: `#/components/schemas/ListJobsQuery/properties/${name}` },
});

/** The REST API as an OpenAPI 3.1 document, made from the schemas that check its requests and answers. */
export const openApiDocument = (): object => ({
  openapi: '3.1.0',
  info: {
    title: 'DICOM analyzer',
    version: '1.0.0',
    description:
      'Upload DICOM and ordinary images, poll their jobs, and read what was found in them. Paths are relative to `apiUrl`.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '.' }],
  security: [{ oidc: [] }],
  paths: {
    '/jobs': {
      post: {
        operationId: 'createJobs',
        summary: 'Create a job, with a presigned upload, for each of 1 to 100 files',
        parameters: [
          { name: 'Idempotency-Key', in: 'header', schema: { $ref: '#/components/schemas/IdempotencyKey' } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/CreateJobsRequest' } },
          },
        },
        responses: {
          201: answer('The jobs, in the order of the files.', 'CreateJobsResponse'),
          422: problem('The Idempotency-Key was used with another body.'),
          ...COMMON,
        },
      },
      get: {
        operationId: 'listJobs',
        summary: "A page of the tenant's jobs, newest first, without results",
        parameters: [query('batch'), query('cursor'), query('limit'), IF_NONE_MATCH],
        responses: {
          200: answer('The page.', 'ListJobsResponse', { ...ETAG, ...POLL }),
          304: answer('Nothing has changed.', undefined, { ...ETAG, ...POLL }),
          ...COMMON,
        },
      },
    },
    '/jobs/{jobId}': {
      parameters: JOB_PATH,
      get: {
        operationId: 'getJob',
        summary: 'The job with its results',
        parameters: [IF_NONE_MATCH],
        responses: {
          200: answer('The job.', 'Job', { ...ETAG, ...POLL }),
          304: answer('Nothing has changed.', undefined, { ...ETAG, ...POLL }),
          404: NO_JOB,
          ...COMMON,
        },
      },
      delete: {
        operationId: 'deleteJob',
        summary: 'Delete the job: unreachable now, erased shortly',
        responses: { 202: answer('It is being erased.', 'AcceptedResponse'), 404: NO_JOB, ...COMMON },
      },
    },
    '/jobs/{jobId}/links': {
      parameters: JOB_PATH,
      post: {
        operationId: 'links',
        summary: 'Fresh short-lived URLs of the source and the renditions',
        responses: { 200: answer('The links.', 'LinksResponse'), 404: NO_JOB, ...COMMON },
      },
    },
    '/jobs/{jobId}/retry': {
      parameters: JOB_PATH,
      post: {
        operationId: 'retryJob',
        summary: 'Try a failed job again',
        responses: {
          202: answer('The attempt that has begun.', 'AcceptedResponse'),
          404: NO_JOB,
          409: problem('The job has not failed.'),
          ...COMMON,
        },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'openapi',
        summary: 'This document',
        security: [],
        responses: {
          200: {
            description: 'This document.',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          413: COMMON[413],
          429: COMMON[429],
          431: COMMON[431],
          500: COMMON[500],
        },
      },
    },
  },
  components: {
    schemas: schemas(),
    securitySchemes: {
      oidc: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: "An access token of the environment's OIDC issuer.",
      },
    },
  },
});
