import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { CreateJobsResponse, ListJobsResponse } from '../../contract/index.ts';
import { startLocalCloud } from '../../local/startLocalCloud.ts';
import { fakeRekognition } from '../chaos/fakeRekognition.ts';
import { apiClient, postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { absentCalls, ACCESS_CALLS, type TenantResources, type AccessCall } from './accessCalls.ts';
import { createAccessTokens, type AccessToken } from './accessTokens.ts';

/** A response that differs from the expected one. */
export interface WrongAnswer {
  readonly owner: string;
  readonly token: string;
  readonly call: string;
  readonly why: string;
}

/** The result of all requests. */
export interface AccessReport {
  readonly tenants: number;
  readonly tokens: readonly string[];
  readonly calls: readonly string[];
  readonly requests: number;
  readonly wrong: readonly WrongAnswer[];
  /** The number of responses with data of a tenant that the token grants no access to. */
  readonly crossTenantReads: number;
  /** Statuses by token and call: the owner's, then another tenant's if it differs. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const TENANTS = ['north', 'south'];
/** Tokens that are always tried on nonexistent routes. */
const ALWAYS_TRIED = [...TENANTS, 'none', 'wrong key', 'no tenant'];
const AUDIENCE = 'dicom-analyzer';

interface Owner {
  readonly client: ApiClient;
  readonly resources: TenantResources;
}

/**
 * Sends every call with every token, for the resources of each tenant of one local cloud.
 * @param thorough tries every token on nonexistent routes, instead of a few
 */
export async function runAccessMatrix(thorough: boolean): Promise<AccessReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'access-'));
  // Other tests cover throttling.
  const config = { apiRateLimit: '10000', apiBurstLimit: '5000' };
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config },
    { print: () => undefined, serveRekognition: fakeRekognition(() => undefined) },
  );
  try {
    const { outputs } = cloud;
    const tokens = await createAccessTokens(dataDir, new URL(outputs.tokenUrl).origin, AUDIENCE, TENANTS);
    const document = (await (await fetch(`${outputs.apiUrl}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const routes = routesOf(document.paths);
    const unknown = routes.filter((route) => !ACCESS_CALLS.some((call) => call.route === route));
    if (unknown.length > 0) throw new Error(`ACCESS_CALLS has no call for ${unknown.join(', ')}.`);
    const owners = await Promise.all(TENANTS.map((tenant) => createOwner(outputs, tenant)));
    const tries = (token: AccessToken, call: AccessCall): boolean =>
      thorough || routes.includes(call.route) || ALWAYS_TRIED.includes(token.name);
    return await tryAll(outputs.apiUrl, owners, tokens, [...ACCESS_CALLS, ...absentCalls(routes)], tries);
  } finally {
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const routesOf = (paths: Record<string, Record<string, unknown>>): string[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => ['get', 'put', 'post', 'patch', 'delete', 'head'].includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );

/** Creates a tenant with a completed job, a batch and a cursor. */
async function createOwner(outputs: Parameters<typeof apiClient>[0], tenant: string): Promise<Owner> {
  const client = await apiClient(outputs, tenant);
  const [batch, clientRef, idempotencyKey] = [randomUUID(), randomUUID(), randomUUID()];
  const answer = await client.call(...(['POST', '/jobs', { batch, files: [{ clientRef }, {}] }] as const), {
    'idempotency-key': idempotencyKey,
  });
  const { jobs } = CreateJobsResponse.parse(await answer.json());
  const { jobId, upload } = jobs[0]!;
  const stored = await postForm(upload, dicomFile({ rows: 80, columns: 90 }));
  if (!stored.ok) throw new Error(`The upload failed with status ${stored.status}.`);
  const { state } = await client.finished(jobId);
  if (state !== 'completed') throw new Error(`The job of ${tenant} is ${state}.`);
  const [ownBatch, ownRef] = [randomUUID(), randomUUID()];
  await client.call('POST', '/jobs', { batch: ownBatch, files: [{ clientRef: ownRef }] });
  const page = ListJobsResponse.parse(await (await client.call('GET', '/jobs?limit=1')).json());
  const secrets = [jobId, ownBatch, ownRef, `/${tenant}/`];
  const keys = { batch, clientRef, idempotencyKey, cursor: page.cursor! };
  return { client, resources: { tenant, jobId, ...keys, secrets } };
}

async function tryAll(
  apiUrl: string,
  owners: readonly Owner[],
  tokens: readonly AccessToken[],
  calls: readonly AccessCall[],
  tries: (token: AccessToken, call: AccessCall) => boolean,
): Promise<AccessReport> {
  const wrong: WrongAnswer[] = [];
  const statuses: Record<string, Record<string, string>> = {};
  let [requests, crossTenantReads] = [0, 0];
  const send = async (call: AccessCall, of: TenantResources, authorization: string | undefined) => {
    requests++;
    const body = call.body?.(of);
    const answer = await fetch(apiUrl + call.path(of), {
      method: call.method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers?.(of),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const before = await Promise.all(owners.map((owner) => readJobText(owner)));
  for (const { client, resources: belongings } of owners) {
    const good = tokens.find(({ grants: opens }) => 'tenant' in opens && opens.tenant === belongings.tenant)!;
    for (const token of tokens)
      for (const call of calls.filter((each) => tries(token, each))) {
        const isOwner = 'tenant' in token.grants && token.grants.tenant === belongings.tenant;
        const on =
          call.deletesJob === true && isOwner
            ? { ...belongings, jobId: await createJob(client) }
            : belongings;
        const answer = await send(call, on, token.authorization);
        const wanted = wantedStatus(token, call, isOwner);
        const none =
          wanted === 404 && call.isPublic !== true
            ? (await send(call, { ...belongings, jobId: '0'.repeat(32) }, good.authorization)).text
            : undefined;
        const why = findProblem(answer, wanted, call, none, isOwner ? on : undefined);
        const entry = { owner: belongings.tenant, token: token.name, call: call.name };
        if (why !== undefined) wrong.push({ ...entry, why });
        const whole = answer.text + JSON.stringify([...answer.headers]);
        const read = owners.find(
          ({ resources: { tenant, secrets } }) =>
            !('tenant' in token.grants && token.grants.tenant === tenant) &&
            secrets.some((secret) => whole.includes(secret)),
        );
        if (read !== undefined) {
          crossTenantReads++;
          wrong.push({ ...entry, why: `it contains data of ${read.resources.tenant}` });
        }
        recordStatus((statuses[token.name] ??= {}), call.name, answer.status, isOwner);
      }
  }
  for (const [index, owner] of owners.entries())
    if ((await readJobText(owner)) !== before[index])
      wrong.push({ owner: owner.resources.tenant, token: 'any', call: 'all', why: 'the job changed' });
  return {
    tenants: owners.length,
    tokens: tokens.map(({ name }) => name),
    calls: calls.map(({ name }) => name),
    ...{ requests, wrong, crossTenantReads, statuses },
  };
}

/** Adds a status to a row: the owner's first, then another tenant's after a slash. */
function recordStatus(row: Record<string, string>, call: string, status: number, isOwner: boolean): void {
  const known = row[call]?.split('/') ?? [];
  if (known.includes(String(status))) return;
  row[call] = (isOwner ? [String(status), ...known] : [...known, String(status)]).join('/');
}

const wantedStatus = ({ grants: opens }: AccessToken, call: AccessCall, isOwner: boolean): number => {
  if (call.isPublic === true) return call.ownerStatus;
  if ('status' in opens) return opens.status;
  return isOwner ? call.ownerStatus : call.otherStatus;
};

/** Returns the problem of a response, or undefined if it is as expected. */
function findProblem(
  { status, headers, text }: { status: number; headers: Headers; text: string },
  wanted: number,
  call: AccessCall,
  none: string | undefined,
  own: TenantResources | undefined,
): string | undefined {
  if (status !== wanted) return `${status} instead of ${wanted}: ${text.slice(0, 200)}`;
  const type = headers.get('content-type');
  if (status === 401 && text !== '{"message":"Unauthorized"}')
    return `401 has the body ${text.slice(0, 200)}`;
  if (status === 403 && !text.includes('"code":"no-tenant"')) return `403 has the body ${text.slice(0, 200)}`;
  if (call.isPublic !== true && (status === 403 || status === 404) && type !== 'application/problem+json')
    return `${status} is ${type}`;
  // Responses of handlers must forbid caching and content sniffing.
  const guarded =
    headers.get('x-content-type-options') === 'nosniff' && headers.get('cache-control') === 'no-store';
  if (call.isPublic !== true && status !== 401 && !guarded) return `${status} may be cached or sniffed`;
  if (none !== undefined && text !== none) return `another tenant's job differs from an unknown job: ${text}`;
  if (own !== undefined && status === 200 && call.path(own).includes(own.jobId) && !text.includes(own.jobId))
    return 'the owner did not get its own job';
  return undefined;
}

const readJobText = async ({ client, resources: { jobId } }: Owner): Promise<string> =>
  (await client.call('GET', `/jobs/${jobId}`)).text();

async function createJob(client: ApiClient): Promise<string> {
  const answer = await client.call('POST', '/jobs', { files: [{}] });
  return CreateJobsResponse.parse(await answer.json()).jobs[0]!.jobId;
}
