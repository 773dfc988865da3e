import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { z } from 'zod';
import { defineRoute, type Route } from '../route.js';
import { RouteProblem } from '../route-problem.js';

/** What a server needs before it is of use to anybody. */
export type Need = 'keys' | 'audit' | 'miniserver';

/** What readiness is judged by. */
export interface HealthParts {
  readonly auth: Pick<McpAuth, 'keys' | 'audit'>;
  readonly home: Pick<LoxoneHome, 'status' | 'info'>;
  readonly now?: () => number;
}

/** Open to everybody, so a flood of questions costs one look at the keys in so many milliseconds. */
const REMEMBERED_MS = 1_000;

const healthAnswer = z.object({ status: z.literal('ok'), miniserver: z.string() });

/**
 * `GET /health`: whether the server runs, and how its connection to the Miniserver stands; host names
 * and problems are for those with a key. It is 200 as long as anything answers: a restart cures no
 * Miniserver.
 */
function healthRoute({ home }: HealthParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/health',
    access: { to: 'open' },
    summary: 'Whether the server runs, and how its connection to the Miniserver stands',
    answers: { 200: { description: 'It runs', schema: healthAnswer } },
    handle: () => ({ status: 200, body: { status: 'ok', miniserver: home.status().phase } }),
  });
}

/**
 * `GET /ready`: whether to send anybody here. It is, once the keys can be read, the audit trail is
 * written and the Miniserver was reached; a Miniserver that is away for a while changes nothing,
 * since what is known of the house is then still served.
 */
function readyRoute(parts: HealthParts): Route {
  const missing = lookOnce(parts);
  return defineRoute({
    method: 'GET',
    path: '/ready',
    access: { to: 'open' },
    summary: 'Whether the server can serve: keys, audit trail and Miniserver',
    answers: {
      200: { description: 'It can', schema: z.object({ status: z.literal('ready') }) },
      503: { description: 'It cannot; `waitingFor` names the parts' },
    },
    handle: async () => {
      const waitingFor = await missing();
      if (waitingFor.length === 0) return { status: 200, body: { status: 'ready' } };
      const detail = `Not everything is there yet: ${waitingFor.join(', ')}.`;
      throw new RouteProblem(503, 'not-ready', detail, {
        retryAfterSeconds: 5,
        more: { waitingFor },
      });
    },
  });
}

function lookOnce(parts: HealthParts): () => Promise<readonly Need[]> {
  const { now = Date.now } = parts;
  let looked: { readonly at: number; readonly found: Promise<readonly Need[]> } | undefined;
  return () => {
    const at = now();
    if (looked === undefined || at - looked.at >= REMEMBERED_MS || at < looked.at) {
      looked = { at, found: whatIsMissing(parts) };
    }
    return looked.found;
  };
}

async function whatIsMissing({ auth, home }: HealthParts): Promise<readonly Need[]> {
  const missing: Need[] = [];
  if (!(await canReadKeys(auth))) missing.push('keys');
  if (auth.audit.state() !== 'writing') missing.push('audit');
  if (home.info() === undefined) missing.push('miniserver');
  return missing;
}

async function canReadKeys({ keys }: HealthParts['auth']): Promise<boolean> {
  try {
    await keys.list();
    return true;
  } catch {
    // Why not is in the log of whoever tried to use one; probes are told that much only.
    return false;
  }
}

/** The two routes for probes. */
export function healthRoutes(parts: HealthParts): readonly Route[] {
  return [healthRoute(parts), readyRoute(parts)];
}
