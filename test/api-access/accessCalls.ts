/** Every call of the API as somebody tries it on what belongs to a tenant. */
export interface Belongings {
  readonly tenant: string;
  /** A job that has completed, with results. */
  readonly jobId: string;
  readonly batch: string;
  readonly clientRef: string;
  readonly idempotencyKey: string;
  /** A cursor that the tenant's own list gave. */
  readonly cursor: string;
  /** What only the owner ever sends or sees. */
  readonly secrets: readonly string[];
}

export interface AccessCall {
  readonly name: string;
  /** As the document names it. */
  readonly route: string;
  readonly method: string;
  readonly path: (of: Belongings) => string;
  readonly headers?: (of: Belongings) => Record<string, string>;
  readonly body?: (of: Belongings) => unknown;
  /** What the owner gets, and what another tenant. */
  readonly own: number;
  readonly others: number;
  /** Needs no token. */
  readonly open?: boolean;
  /** What it is called on is gone afterwards: the owner calls it on a job made for it. */
  readonly destroys?: boolean;
}

const job = (tail = '') => ({ path: ({ jobId }: Belongings) => `/jobs/${jobId}${tail}` });

/** By `METHOD /path` of the OpenAPI document; the matrix refuses a document with a route that is not here. */
export const ACCESS_CALLS: readonly AccessCall[] = [
  {
    ...{ name: 'create', route: 'POST /jobs', method: 'POST', own: 201, others: 201 },
    path: () => '/jobs',
    body: () => ({ files: [{}] }),
  },
  {
    ...{ name: "create, the owner's keys", route: 'POST /jobs', method: 'POST', own: 201, others: 201 },
    path: () => '/jobs',
    headers: ({ idempotencyKey }) => ({ 'idempotency-key': idempotencyKey }),
    // The very body of the first time: its owner gets the same jobs again.
    body: ({ batch, clientRef }) => ({ batch, files: [{ clientRef }, {}] }),
  },
  {
    ...{ name: 'list', route: 'GET /jobs', method: 'GET', own: 200, others: 200 },
    path: () => '/jobs?limit=100',
  },
  {
    ...{ name: 'list a batch', route: 'GET /jobs', method: 'GET', own: 200, others: 200 },
    path: ({ batch }) => `/jobs?batch=${batch}`,
  },
  {
    ...{ name: 'list by a cursor', route: 'GET /jobs', method: 'GET', own: 200, others: 200 },
    path: ({ cursor }) => `/jobs?cursor=${cursor}`,
  },
  { name: 'get', route: 'GET /jobs/{jobId}', method: 'GET', own: 200, others: 404, ...job() },
  {
    ...{ name: 'get, if changed', route: 'GET /jobs/{jobId}', method: 'GET', own: 304, others: 404 },
    headers: () => ({ 'if-none-match': '*' }),
    ...job(),
  },
  {
    name: 'links',
    route: 'POST /jobs/{jobId}/links',
    method: 'POST',
    own: 200,
    others: 404,
    ...job('/links'),
  },
  {
    name: 'retry',
    route: 'POST /jobs/{jobId}/retry',
    method: 'POST',
    own: 409,
    others: 404,
    ...job('/retry'),
  },
  {
    ...{ name: 'delete', route: 'DELETE /jobs/{jobId}', method: 'DELETE', own: 202, others: 404 },
    destroys: true,
    ...job(),
  },
  {
    ...{ name: 'document', route: 'GET /openapi.json', method: 'GET', own: 200, others: 200, open: true },
    path: () => '/openapi.json',
  },
];

/** Methods of a request to the API beside OPTIONS, which CORS answers. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Each method that a path of the document does not have: there is no such route, whoever asks. */
export const absentCalls = (routes: readonly string[]): AccessCall[] =>
  [...new Set(routes.map((route) => route.split(' ')[1]!))].flatMap((path) =>
    METHODS.filter((method) => !routes.includes(`${method} ${path}`)).map((method) => ({
      ...{ name: `${method} ${path}`, route: `${method} ${path}`, method, own: 404, others: 404, open: true },
      path: ({ jobId }: Belongings) => path.replace('{jobId}', jobId),
    })),
  );
