import type { Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { AskConsent, ToolContext } from '@gatehouse/loxone-tools';
import type { DecisionContext, McpAuth } from '@gatehouse/mcp-auth';

/** What of the house is more than live states; each may be missing. */
export type HousePorts = Pick<
  ToolContext,
  'data' | 'journal' | 'scenes' | 'charts' | 'raw' | 'admin'
>;

/** Who calls, and for what house. */
export interface LookingParts {
  readonly auth: Pick<McpAuth, 'authorize'>;
  readonly home: LoxoneHome;
  readonly ports: HousePorts;
  readonly principal: Principal;
}

/** What an act needs besides. */
export interface ActingParts extends LookingParts {
  readonly auth: Pick<McpAuth, 'authorize' | 'decide' | 'recording'>;
  readonly context: DecisionContext;
  /** Asks whoever has to agree, by the way that the call came in. */
  readonly ask: AskConsent;
  /** Who stands behind the call by now; `undefined` once nobody does. */
  readonly current: () => Promise<Principal | undefined>;
  readonly signal: AbortSignal;
}

/** What somebody reads the house with, whichever way they came in. */
export function lookingContext({ auth, home, ports, principal }: LookingParts): ToolContext {
  return { ...ports, home, principal, authorize: auth.authorize };
}

/** What somebody moves the house with, whichever way they came in: each act is decided and recorded. */
export function actingContext(parts: ActingParts): ToolContext {
  const { auth, principal, context, ask, current, signal } = parts;
  let isApproved = false;
  return {
    ...lookingContext(parts),
    authorizeAct: auth.recording(context),
    consent: async (request) => {
      const answer = await ask(request);
      isApproved = answer.given && request.kind === 'approve';
      return answer;
    },
    decide: async (action, consented) => {
      // What was true before a person thought about it may not be true any more.
      const now = await current();
      if (now === undefined || now.id !== principal.id) return { allow: false, reason: 'expired' };
      const given = { confirmed: consented, ...(consented && isApproved && { approved: true }) };
      return auth.decide(now, action, { ...context, ...given });
    },
    signal,
  };
}
