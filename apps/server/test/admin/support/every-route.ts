import type { Route } from '../../../src/http/route.js';

/** What a request to each route needs to reach its handler: parameters, and a body that is right. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /admin/api/session': { key: 'no key' },
  'POST /admin/api/keys': { name: 'Made in a test', role: 'monitor' },
  'PATCH /admin/api/keys/:id': { name: 'Changed in a test', revision: 'stale' },
  'POST /admin/api/keys/:id/rotate': { overlapHours: 0 },
  'POST /admin/api/keys/:id/enable': {},
  'POST /admin/api/keys/:id/disable': { reason: 'a test' },
  'POST /admin/api/keys/:id/revoke': { reason: 'a test' },
  'POST /admin/api/approvals/:id/approve': {},
  'POST /admin/api/approvals/:id/refuse': { why: 'a test' },
  'POST /admin/api/limits/unlock': { bucket: 'none' },
  'POST /admin/api/audit/verify': {},
  'POST /admin/api/house/:control/act': { command: 'on' },
};

/** A request to one route. */
export interface RouteRequest {
  readonly method: string;
  /** Below `/admin/api`. */
  readonly path: string;
  readonly body: unknown;
  /** `POST /admin/api/keys/:id/rotate` */
  readonly name: string;
  /** The topic that it belongs to; `undefined` for those that all owners share. */
  readonly topic: string | undefined;
}

/**
 * A request to every route.
 *
 * @param ids - What stands for `:id` of keys; the others stand for what does not exist.
 */
export function requestTo(route: Route, keyId: string): RouteRequest {
  const { method, path, access } = route;
  const name = `${method} ${path}`;
  const filled = path
    .replace('/keys/:id', `/keys/${keyId}`)
    .replace(':control', 'c-lamp-1')
    .replace(':id', 'zzzzzzzz');
  const query = path.endsWith('/export') ? '?format=csv' : '';
  return {
    method,
    path: `${filled.replace('/admin/api', '')}${query}`,
    body: BODIES[name],
    name,
    topic: 'action' in access ? access.action.name : undefined,
  };
}

/** Whether a route takes a body that {@link BODIES} does not know: then a test forgets it. */
export function forgottenBodies(routes: readonly Route[]): readonly string[] {
  return routes
    .filter(({ body }) => body !== undefined)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((name) => !Object.hasOwn(BODIES, name));
}
