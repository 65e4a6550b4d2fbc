import {
  AcceptedResponse,
  BatchLinksRequest,
  BatchLinksResponse,
  CreateJobsRequest,
  CreateJobsResponse,
  IdempotencyKey,
  LinksResponse,
  ListJobsQuery,
  ListJobsResponse,
  Problem,
  RetryRequest,
} from './api.ts';
import { Job } from './job.ts';
import { jsonSchemas } from './jsonSchemas.ts';

/** Builds the schemas on demand, because most importers of the contract need no document. */
const schemas = () =>
  jsonSchemas({
    CreateJobsRequest: { schema: CreateJobsRequest, io: 'input' },
    CreateJobsResponse: { schema: CreateJobsResponse },
    Job: { schema: Job },
    ListJobsResponse: { schema: ListJobsResponse },
    LinksResponse: { schema: LinksResponse },
    BatchLinksRequest: { schema: BatchLinksRequest, io: 'input' },
    BatchLinksResponse: { schema: BatchLinksResponse },
    RetryRequest: { schema: RetryRequest, io: 'input' },
    AcceptedResponse: { schema: AcceptedResponse },
    Problem: { schema: Problem },
    IdempotencyKey: { schema: IdempotencyKey },
    ListJobsQuery: { schema: ListJobsQuery, io: 'input' },
  });

const header = (description: string, type = 'string'): object => ({ description, schema: { type } });
const ETAG = { etag: header('Changes whenever the job changes.') };
const POLL = {
  'retry-after': header(
    'Seconds to wait before the next poll. Absent once the state is terminal.',
    'integer',
  ),
};

const response = (description: string, schema?: string, headers: object = {}): object => ({
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

/** An error of API Gateway, which responds before any function runs and has its own body format. */
const gatewayError = (description: string): object => ({
  description,
  content: {
    'application/json': {
      schema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    },
  },
});

/** An error of the function or of API Gateway before it. */
const eitherError = (description: string): object => ({
  description,
  content: { ...contentOf(problem('')), ...contentOf(gatewayError('')) },
});
const contentOf = (response: object): object => (response as { content: object }).content;

const COMMON = {
  400: eitherError('The request does not match its schema, or its path is not percent-encoded correctly.'),
  401: gatewayError('The token is missing or invalid.'),
  403: {
    description:
      'The token names no tenant, or the request bypassed CloudFront. Or the firewall blocked the request, with an HTML page: too many requests with this token or from this address within five minutes, or a rule of AWS.',
    content: { ...contentOf(problem('')), 'text/html': { schema: { type: 'string' } } },
  },
  413: gatewayError('The body exceeds 6 MB, which is what a function takes.'),
  429: gatewayError('Too many requests. Wait, then try again.'),
  431: gatewayError('The request line and headers together exceed 10,240 bytes.'),
  500: problem('The service failed to process the request.'),
  503: problem('The service is busy. Try again after the time in `Retry-After`.'),
};

const JOB_NOT_FOUND = problem('The tenant has no job with this id.');
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

/** Returns the REST API as an OpenAPI 3.1 document, built from the schemas that validate it. */
export const openApiDocument = (): object => ({
  openapi: '3.1.0',
  info: {
    title: 'DICOM analyzer',
    version: '1.0.0',
    description:
      'Upload DICOM and ordinary images, poll their jobs, and read the results of their analysis. Paths are relative to the `apiUrl` that the stack exports.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '.' }],
  security: [{ oidc: [] }],
  paths: {
    '/jobs': {
      post: {
        operationId: 'createJobs',
        summary: 'Create a job and a presigned upload for each of 1 to 100 files',
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
          201: response('The jobs, in the order of the files in the request.', 'CreateJobsResponse'),
          422: problem('The Idempotency-Key was already used with another body.'),
          ...COMMON,
        },
      },
      get: {
        operationId: 'listJobs',
        summary: "List the tenant's jobs without results, newest first",
        parameters: [query('batch'), query('cursor'), query('limit'), IF_NONE_MATCH],
        responses: {
          200: response('A page of jobs. Pass its `cursor` to get the next page.', 'ListJobsResponse', {
            ...ETAG,
            ...POLL,
          }),
          304: response('The resource has not changed since the given `ETag`.', undefined, {
            ...ETAG,
            ...POLL,
          }),
          ...COMMON,
        },
      },
    },
    '/jobs/{jobId}': {
      parameters: JOB_PATH,
      get: {
        operationId: 'getJob',
        summary: 'Get a job with its results',
        parameters: [IF_NONE_MATCH],
        responses: {
          200: response('The job.', 'Job', { ...ETAG, ...POLL }),
          304: response('The resource has not changed since the given `ETag`.', undefined, {
            ...ETAG,
            ...POLL,
          }),
          404: JOB_NOT_FOUND,
          ...COMMON,
        },
      },
      delete: {
        operationId: 'deleteJob',
        summary: 'Delete a job. It is inaccessible at once and erased shortly after',
        responses: {
          202: response('The job is being erased.', 'AcceptedResponse'),
          404: JOB_NOT_FOUND,
          ...COMMON,
        },
      },
    },
    '/jobs/{jobId}/links': {
      parameters: JOB_PATH,
      post: {
        operationId: 'links',
        summary: 'Create short-lived URLs of the source and its renditions',
        responses: { 200: response('The links.', 'LinksResponse'), 404: JOB_NOT_FOUND, ...COMMON },
      },
    },
    '/jobs/{jobId}/retry': {
      parameters: JOB_PATH,
      post: {
        operationId: 'retryJob',
        summary: 'Retry a failed job, or analyzers that failed or have not run',
        requestBody: {
          required: false,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/RetryRequest' } } },
        },
        responses: {
          202: response('The new attempt.', 'AcceptedResponse'),
          404: JOB_NOT_FOUND,
          409: problem(
            'The job or a named analyzer has not failed, the job has no attempts left, or it is deleted before a retry could end.',
          ),
          ...COMMON,
        },
      },
    },
    '/links': {
      post: {
        operationId: 'batchLinks',
        summary: 'Create short-lived URLs of the sources and renditions of up to 500 jobs',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/BatchLinksRequest' } } },
        },
        responses: { 200: response('The links by job.', 'BatchLinksResponse'), ...COMMON },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'openapi',
        summary: 'Get this document',
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
