import type { Action, Principal } from '@gatehouse/core';
import { redacted } from './denial.js';
import type { RequestExtra } from './intercept.js';
import { member } from './methods.js';
import type { ProtocolServer } from './server.js';

/** What a person is asked to confirm. */
export interface ConfirmationRequest {
  readonly principal: Principal;
  readonly action: Action;
  /** Parameters of the call as the client sent them: hostile text. */
  readonly params: unknown;
  readonly extra: RequestExtra;
}

/**
 * Asks a person whether an act may happen.
 *
 * @returns `true` only when a person said yes to this very act. A rejection counts as no.
 */
export type Confirm = (request: ConfirmationRequest) => Promise<boolean>;

/** A person may have to walk to the screen. */
const PATIENCE_MS = 120_000;

const ANSWER = 'confirm';

/** Longest part of the arguments that a person is shown. */
const ARGUMENTS_SHOWN = 500;

/**
 * Makes a {@link Confirm} that asks through the client (elicitation in form mode, one tick box).
 * Where the client cannot ask, the answer is no.
 */
export function confirmByElicitation(server: ProtocolServer): Confirm {
  return async (request) => {
    const { extra } = request;
    const elicitation = server.getClientCapabilities()?.elicitation;
    if (member(elicitation, 'form') === undefined || extra.requestId === undefined) return false;
    const answer = await server.elicitInput(
      {
        mode: 'form',
        message: question(request),
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
      { relatedRequestId: extra.requestId, signal: extra.signal, timeout: PATIENCE_MS },
    );
    return answer.action === 'accept' && member(answer.content, ANSWER) === true;
  };
}

/** The arguments are quoted as JSON: what an assistant wrote there cannot pose as our sentence. */
function question({ principal, action, params }: ConfirmationRequest): string {
  const given = member(params, 'arguments');
  const shown = given === undefined ? '' : ` with ${readable(JSON.stringify(given))}`;
  return `${principal.name} wants to use the ${action.kind} ${readable(JSON.stringify(action.name))}${shown}. Let it happen?`;
}

/** Cut, on one line, without keys and without marks that hide or turn text; other letters stay. */
function readable(json: string): string {
  const cut = json.length > ARGUMENTS_SHOWN ? `${json.slice(0, ARGUMENTS_SHOWN)}…` : json;
  return redacted(cut).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
