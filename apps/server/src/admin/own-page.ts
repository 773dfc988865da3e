import type { RouteArrival } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';

/**
 * Refuses what a page of somebody else had a browser send: signing somebody in unasked would have
 * them act in an account that is not theirs (login CSRF). Programs send neither header and have no
 * cookies that anybody could abuse.
 *
 * @throws RouteProblem
 */
export function assertOwnPage({ host, origin, ...arrival }: RouteArrival): void {
  const site = arrival['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw FOREIGN;
  if (origin === undefined) return;
  const own = host?.toLowerCase();
  const sent = origin.toLowerCase();
  const isOwn = sent === `https://${own}` || (!arrival.secure && sent === `http://${own}`);
  if (own === undefined || !isOwn) throw FOREIGN;
}

const FOREIGN = new RouteProblem(
  403,
  'origin-not-allowed',
  'Signing in is only possible on the page of this very server.',
);
