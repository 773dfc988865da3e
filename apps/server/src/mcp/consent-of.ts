import type { Principal } from '@gatehouse/core';
import type { ToolContext } from '@gatehouse/loxone-tools';
import type { DecisionContext, McpAuth } from '@gatehouse/mcp-auth';
import type { RequestExtra } from '@gatehouse/mcp-auth/sdk';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';

/** A person may have to walk to the screen. */
const PATIENCE_MS = 120_000;

const ANSWER = 'confirm';

type AskConsent = NonNullable<ToolContext['consent']>;

/** Asks a person at the client. */
type Elicit = (message: string) => Promise<'accepted' | 'declined' | 'unavailable'>;

/** What somebody is asked on behalf of. */
export interface ConsentParts {
  readonly auth: Pick<McpAuth, 'consents'>;
  readonly server: Server;
  readonly principal: Principal;
  readonly context: DecisionContext;
  readonly extra: RequestExtra;
}

/** Ties a tool's question to whoever can answer it: the person at the client, or the owner. */
export function consentOf({ auth, server, principal, context, extra }: ConsentParts): AskConsent {
  return (request) =>
    auth.consents.ask({
      ...request,
      principal,
      context,
      signal: extra.signal,
      elicit: elicitBy(server, extra),
    });
}

/** One tick box (MCP 2025-11-25, elicitation in form mode); `unavailable` where a client has none. */
function elicitBy(server: Server, { requestId, signal }: RequestExtra): Elicit {
  return async (message) => {
    const form = server.getClientCapabilities()?.elicitation?.form;
    if (form === undefined || requestId === undefined) return 'unavailable';
    const answer = await server.elicitInput(
      {
        mode: 'form',
        message,
        requestedSchema: {
          type: 'object',
          properties: {
            [ANSWER]: {
              type: 'boolean',
              title: 'Confirm',
              description: 'Tick to let this happen, once.',
            },
          },
          required: [ANSWER],
        },
      },
      { relatedRequestId: requestId, signal, timeout: PATIENCE_MS },
    );
    return answer.action === 'accept' && answer.content?.[ANSWER] === true
      ? 'accepted'
      : 'declined';
  };
}
