/** The resources of a tenant that the calls try to access. */
export interface TenantResources {
  readonly tenant: string;
  /** A completed job with results. */
  readonly jobId: string;
  readonly batch: string;
  readonly clientRef: string;
  readonly idempotencyKey: string;
  /** A cursor from the tenant's list. */
  readonly cursor: string;
  /** Values that only the owner sends or receives. */
  readonly secrets: readonly string[];
}

/** A call of the API and its expected statuses. */
export interface AccessCall {
  readonly name: string;
  /** The operation in the document. */
  readonly route: string;
  readonly method: string;
  readonly path: (of: TenantResources) => string;
  readonly headers?: (of: TenantResources) => Record<string, string>;
  readonly body?: (of: TenantResources) => unknown;
  /** The expected status for the owner. */
  readonly ownerStatus: number;
  /** The expected status for another tenant. */
  readonly otherStatus: number;
  /** True if the call needs no token. */
  readonly isPublic?: boolean;
  /** True if the call deletes its job. The owner then calls it on a separate job. */
  readonly deletesJob?: boolean;
}

const job = (tail = '') => ({ path: ({ jobId }: TenantResources) => `/jobs/${jobId}${tail}` });

/** The calls to try. They must cover every `METHOD /path` of the OpenAPI document. */
export const ACCESS_CALLS: readonly AccessCall[] = [
  {
    ...{ name: 'create', route: 'POST /jobs', method: 'POST', ownerStatus: 201, otherStatus: 201 },
    path: () => '/jobs',
    body: () => ({ files: [{}] }),
  },
  {
    ...{
      name: "create, the owner's keys",
      route: 'POST /jobs',
      method: 'POST',
      ownerStatus: 201,
      otherStatus: 201,
    },
    path: () => '/jobs',
    headers: ({ idempotencyKey }) => ({ 'idempotency-key': idempotencyKey }),
    // The body of the first request, for which the owner gets the same jobs again.
    body: ({ batch, clientRef }) => ({ batch, files: [{ clientRef }, {}] }),
  },
  {
    ...{ name: 'list', route: 'GET /jobs', method: 'GET', ownerStatus: 200, otherStatus: 200 },
    path: () => '/jobs?limit=100',
  },
  {
    ...{ name: 'list a batch', route: 'GET /jobs', method: 'GET', ownerStatus: 200, otherStatus: 200 },
    path: ({ batch }) => `/jobs?batch=${batch}`,
  },
  {
    ...{ name: 'list by a cursor', route: 'GET /jobs', method: 'GET', ownerStatus: 200, otherStatus: 200 },
    path: ({ cursor }) => `/jobs?cursor=${cursor}`,
  },
  { name: 'get', route: 'GET /jobs/{jobId}', method: 'GET', ownerStatus: 200, otherStatus: 404, ...job() },
  {
    ...{
      name: 'get, if changed',
      route: 'GET /jobs/{jobId}',
      method: 'GET',
      ownerStatus: 304,
      otherStatus: 404,
    },
    headers: () => ({ 'if-none-match': '*' }),
    ...job(),
  },
  {
    name: 'links',
    route: 'POST /jobs/{jobId}/links',
    method: 'POST',
    ownerStatus: 200,
    otherStatus: 404,
    ...job('/links'),
  },
  {
    name: 'links of several jobs',
    route: 'POST /links',
    method: 'POST',
    ownerStatus: 200,
    otherStatus: 200,
    path: () => '/links',
    body: ({ jobId }) => ({ jobIds: [jobId] }),
  },
  {
    name: 'retry',
    route: 'POST /jobs/{jobId}/retry',
    method: 'POST',
    ownerStatus: 409,
    otherStatus: 404,
    ...job('/retry'),
  },
  {
    ...{
      name: 'delete',
      route: 'DELETE /jobs/{jobId}',
      method: 'DELETE',
      ownerStatus: 202,
      otherStatus: 404,
    },
    deletesJob: true,
    ...job(),
  },
  {
    ...{
      name: 'document',
      route: 'GET /openapi.json',
      method: 'GET',
      ownerStatus: 200,
      otherStatus: 200,
      isPublic: true,
    },
    path: () => '/openapi.json',
  },
];

/** The methods to try, except OPTIONS, which CORS handles. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Returns a call for each method that a path of the document lacks. Each must respond with 404. */
export const absentCalls = (routes: readonly string[]): AccessCall[] =>
  [...new Set(routes.map((route) => route.split(' ')[1]!))].flatMap((path) =>
    METHODS.filter((method) => !routes.includes(`${method} ${path}`)).map((method) => ({
      ...{
        name: `${method} ${path}`,
        route: `${method} ${path}`,
        method,
        ownerStatus: 404,
        otherStatus: 404,
        isPublic: true,
      },
      path: ({ jobId }: TenantResources) => path.replace('{jobId}', jobId),
    })),
  );
