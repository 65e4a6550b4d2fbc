import type { ApiRoute } from './api.ts';
import type { HandlerFunction } from '../pipeline/handlerFunction.ts';

const HANDLERS = ['createJobs', 'listJobs', 'getJob', 'links', 'retryJob', 'deleteJob', 'openapi'] as const;

/** A handler behind a route of the API. */
export type RouteHandler = (typeof HANDLERS)[number];

export const routes = {
  /** One function for each handler. */
  handlers: (create: (handler: RouteHandler) => HandlerFunction): Record<RouteHandler, HandlerFunction> =>
    Object.fromEntries(HANDLERS.map((handler) => [handler, create(handler)])) as Record<
      RouteHandler,
      HandlerFunction
    >,

  /** The REST API: paths are relative to the stage. */
  table: (handlers: Record<RouteHandler, HandlerFunction>): ApiRoute[] => [
    { key: 'POST /jobs', handler: handlers.createJobs },
    { key: 'GET /jobs', handler: handlers.listJobs },
    { key: 'GET /jobs/{jobId}', handler: handlers.getJob },
    { key: 'DELETE /jobs/{jobId}', handler: handlers.deleteJob },
    { key: 'POST /jobs/{jobId}/links', handler: handlers.links },
    { key: 'POST /jobs/{jobId}/retry', handler: handlers.retryJob },
    { key: 'GET /openapi.json', handler: handlers.openapi, open: true },
  ],
};
