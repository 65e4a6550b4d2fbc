import { Agent, request as httpRequest } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { CreateJobsResponse, ListJobsResponse } from '../../../contract/index.ts';
import { mapWithConcurrency } from '../../../handlers/support/mapWithConcurrency.ts';
import { startLocalCloud } from '../../../local/startLocalCloud.ts';
import { fakeRekognition } from '../../chaos/fakeRekognition.ts';
import { accessToken, apiClient } from '../../support/apiClient.ts';
import { dicomFile } from '../../support/dicomFile.ts';
import { readApiDocument, type Operation } from './apiDocument.ts';
import { fuzzRequests, type FuzzRequest, type Known } from './requests.ts';

export interface FuzzFinding {
  readonly request: string;
  readonly why: string;
}

export interface FuzzReport {
  readonly seed: number;
  readonly cases: number;
  /** The number of responses by operation and status. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly findings: readonly FuzzFinding[];
}

const AT_ONCE = 6;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Sends generated requests to a local cloud's API and checks each response against the API's document. */
export async function fuzzApi(cases: number, seed: number): Promise<FuzzReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fuzz-api-'));
  const config = { apiRateLimit: '10000', apiBurstLimit: '5000' };
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config },
    { print: () => undefined, serveRekognition: fakeRekognition(() => undefined) },
  );
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    const { apiUrl, tokenUrl } = cloud.outputs;
    const document = readApiDocument((await (await fetch(`${apiUrl}/openapi.json`)).json()) as object);
    const known = await knownJobs(cloud.outputs);
    const token = await accessToken(tokenUrl, 'fuzz');
    const requests = fc.sample(fuzzRequests(document, known), { seed, numRuns: cases });
    const statuses: Record<string, Record<string, number>> = {};
    const findings: FuzzFinding[] = [];
    await mapWithConcurrency(requests, AT_ONCE, async (request) => {
      const answer = await send(agent, apiUrl, token, request);
      const { name } = request.operation;
      const row = (statuses[name] ??= {});
      row[answer.status] = (row[answer.status] ?? 0) + 1;
      const why = wrongIn(request, answer);
      if (why !== undefined) findings.push({ request: shown(request), why });
    });
    return { seed, cases, statuses, findings };
  } finally {
    agent.destroy();
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Creates jobs in several states, so that routes respond with more than 404, and cursors of their list. */
async function knownJobs(outputs: Parameters<typeof apiClient>[0]): Promise<Known> {
  const client = await apiClient(outputs, 'fuzz');
  const good = await client.upload(dicomFile({ rows: 80, columns: 90 }));
  const bad = await client.upload(Buffer.from('no image'));
  for (const jobId of [good, bad]) await client.finished(jobId);
  const waiting = await client.call('POST', '/jobs', { files: Array.from({ length: 40 }, () => ({})) });
  const { jobs } = CreateJobsResponse.parse(await waiting.json());
  const page = ListJobsResponse.parse(await (await client.call('GET', '/jobs?limit=1')).json());
  return {
    jobIds: [good, bad, ...jobs.map(({ jobId }) => jobId)],
    cursors: [page.cursor!],
    analyzers: ['rekognition'],
  };
}

/** Sends a request with node:http, which does not normalise the path. */
function send(agent: Agent, apiUrl: string, token: string, { operation, path, headers, body }: FuzzRequest) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = httpRequest(
      apiUrl + '/',
      {
        ...{ agent, method: operation.method, path: new URL(apiUrl).pathname + path },
        headers: {
          authorization: `Bearer ${token}`,
          ...headers,
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const type = (answer.headers['content-type'] ?? '').split(';')[0]!;
          resolve({ status: answer.statusCode ?? 0, type, text });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The codes of 400 for values that fit the schema, but that this stack did not issue or does not have. */
const BEYOND_SCHEMA = /"(invalid-cursor|unknown-analyzer)"/;

/** Returns the reason why the document does not describe a response, or undefined if it does. */
function wrongIn({ operation, valid }: FuzzRequest, { status, type, text }: Answer): string | undefined {
  const response = `${status} ${type} ${text.slice(0, 300)}`;
  if (status >= 500) return `server error: ${response}`;
  const described = operation.responses.get(status);
  if (described === undefined) return `undocumented status: ${response}`;
  const types = Object.keys(described.content);
  if (types.length === 0) return text === '' ? undefined : `undocumented body: ${response}`;
  const schema = described.content[type];
  if (schema === undefined) return `type other than ${types.join(' or ')}: ${response}`;
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) return `schema mismatch: ${parsed.error.message.slice(0, 300)} ${response}`;
  if (valid === false && status < 300 && takesInput(operation))
    return `accepted although invalid: ${response}`;
  if (valid === true && status === 400 && !BEYOND_SCHEMA.test(text))
    return `rejected although valid: ${response}`;
  return undefined;
}

/** An invalid path parameter alone does not make a request invalid, because it names no job. */
const takesInput = ({ body, parameters }: Operation): boolean =>
  body !== undefined || parameters.some((parameter) => parameter.in === 'query');

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const shown = ({ operation, path, headers, body }: FuzzRequest): string =>
  `${operation.method} ${path} ${JSON.stringify(headers)} ${body?.slice(0, 500) ?? ''}`;
