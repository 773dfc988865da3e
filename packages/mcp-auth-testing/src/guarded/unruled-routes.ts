import { isRule } from './is-rule.js';

/** A route of a REST interface: `GET /api/rooms`, or its parts. */
export type Route = string | { readonly method: string; readonly path: string };

/** A host's rules for routes, asked by `<METHOD> <path>`. */
export type RouteRules = (kind: 'rest', name: string) => unknown;

function nameOf(route: Route): string {
  return typeof route === 'string' ? route : `${route.method.toUpperCase()} ${route.path}`;
}

/**
 * Lists the routes that a host has no rule for. Its test expects none:
 *
 * ```ts
 * expect(unruledRoutes(routes, rules)).toEqual([]);
 * ```
 *
 * @param routes - All routes that the host registers.
 * @returns Their names, `<METHOD> <path>`, in their order.
 * @throws `TypeError` when there are no routes: such a test would pass whatever the host does.
 */
export function unruledRoutes(routes: readonly Route[], rules: RouteRules): string[] {
  if (routes.length === 0) {
    throw new TypeError('routes must not be empty');
  }
  return routes.map(nameOf).filter((name) => !isRule(rules('rest', name)));
}
