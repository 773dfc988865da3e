import type { Hooks } from '@gatehouse/mcp-auth';
import type { ObserveRequest } from '../http/request-log.js';
import type { ObserveCall } from '../mcp/observe-call.js';
import type { McpOffers } from '../mcp/offers.js';
import type { Outcome } from './pending-counts.js';
import type { ActivityRecorder } from './recorder.js';

/** Principal of requests that came without a valid key or session. */
const NOBODY = 'anonymous';
/** Act of what names nothing that there is: the names that clients make up are not kept. */
const UNKNOWN = 'unknown';

/** What tells a recorder of everything that is asked of the server, each thing once. */
export interface ActivityObservers {
  /** For HTTP: REST and administration, and what was turned away before MCP. */
  readonly request: ObserveRequest;
  /** For calls by MCP that reached their handler. */
  readonly call: ObserveCall;
  /** For calls by MCP that were denied before. */
  readonly onDecision: NonNullable<Hooks['onDecision']>;
}

/**
 * @returns What a route is counted as: by the first part of its path, which names what it is about;
 *   `undefined` for what is not counted: pages, files, health, metrics.
 */
export function actOfRoute(route: string): string | undefined {
  const [, first, second, third] = route.split('/');
  if (first === 'mcp' && second === undefined) return 'mcp';
  if (first === 'api' && second !== undefined) return `rest:${second}`;
  const isAdmin = first === 'admin' && second === 'api' && third !== undefined;
  return isAdmin ? `admin:${third}` : undefined;
}

/** What was asked for wrongly (4xx) did not fail: the server did what it has to. */
function outcomeOfStatus(status: number): Outcome {
  if (status === 401 || status === 403 || status === 429) return 'denied';
  return status >= 500 ? 'failed' : 'ok';
}

function nameIn(
  kind: 'tool' | 'resource' | 'prompt',
  name: string,
  { tools, resources, prompts }: Offered,
): string {
  if (kind === 'resource') return resources.find(name)?.name ?? UNKNOWN;
  return (kind === 'tool' ? tools : prompts).has(name) ? name : UNKNOWN;
}

type Offered = Pick<McpOffers, 'tools' | 'prompts'> & {
  readonly resources: Pick<McpOffers['resources'], 'find'>;
};

/** Ties a recorder to the places that see requests end. */
export function activityObservers(
  recorder: Pick<ActivityRecorder, 'seenRequest'>,
  offers: Offered,
): ActivityObservers {
  return {
    request({ route, status, durationMs, principalId = NOBODY, tool }) {
      if (tool !== undefined) {
        const { name, outcome } = tool;
        recorder.seenRequest({ act: `tool:${name}`, principalId, outcome, durationMs });
        return;
      }
      const act = actOfRoute(route);
      const outcome = outcomeOfStatus(status);
      // What MCP lets in is counted by what is called, not by the requests that carry it.
      if (act === undefined || (act === 'mcp' && outcome === 'ok')) return;
      recorder.seenRequest({ act, principalId, outcome, durationMs });
    },
    call({ kind, name, principalId, outcome, durationMs }) {
      recorder.seenRequest({ act: `${kind}:${name}`, principalId, outcome, durationMs });
    },
    onDecision({ principal, action: { kind, name, targets }, decision }) {
      // A decision about targets is made within a call, whose own end tells how it went; one about
      // REST and administration becomes the status of an answer.
      const isWhole = targets === undefined && kind !== 'rest' && kind !== 'admin';
      if (decision.allow || !isWhole) return;
      const act = `${kind}:${nameIn(kind, name, offers)}`;
      recorder.seenRequest({ act, principalId: principal.id, outcome: 'denied', durationMs: 0 });
    },
  };
}
