import { CONSENTS, type NeededConsent, RISKS, type Risk } from '@gatehouse/core';
import type { ToolCall } from '../define-tool.js';
import type { ConsentAnswer, ConsentRequest } from '../ports/consent.js';
import { type ToolError, toolError } from '../tool-error.js';
import type { Rehearsed } from './step-frame.js';

/** More devices than this in one call are asked about, however harmless each is. */
export const DEFAULT_BULK_LIMIT = 25;

/** Whether commands may be sent as far as agreement goes. */
export type Agreement =
  | {
      readonly ok: true;
      /** Somebody was asked and said yes. */
      readonly consented: boolean;
    }
  | { readonly ok: false; readonly error: ToolError; readonly token?: string };

/** What is about to be done, as far as agreement goes. */
export type Intent = Pick<Rehearsed, 'risk' | 'consent' | 'devices' | 'effects'>;

/** The call that an agreement is for. */
export type AgreeingCall = Pick<ToolCall, 'args' | 'ports' | 'tool' | 'bulkLimit'>;

/** Arguments that say how a call is made and not what it does; they are never agreed to. */
export function essentialArgs(
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { confirm_token: _token, ...rest } = args;
  return rest;
}

/** Asks once for all that a call would do, if any of it needs it: all is agreed to or nothing. */
export async function agree(intent: Intent, call: AgreeingCall): Promise<Agreement> {
  const need = needOf(intent, call.bulkLimit);
  if (need === undefined) return { ok: true, consented: false };
  const { confirm_token: token } = call.args;
  const { risk, devices, effects } = intent;
  const answer = await ask(call, {
    ...need,
    tool: call.tool,
    risk,
    args: essentialArgs(call.args),
    devices,
    effects,
    ...(typeof token === 'string' && { token }),
  });
  if (answer.given) return { ok: true, consented: true };
  return {
    ok: false,
    error: errorOf(answer),
    ...(answer.token !== undefined && { token: answer.token }),
  };
}

/** A port that fails has not agreed. */
async function ask({ ports }: AgreeingCall, request: ConsentRequest): Promise<ConsentAnswer> {
  try {
    return (await ports.consent?.(request)) ?? { given: false, code: 'unavailable' };
  } catch {
    return { given: false, code: 'unavailable' };
  }
}

/** Who has to agree, if anybody: by the rules, or because of the number of devices. */
export function needOf(
  { consent, devices }: Pick<Intent, 'consent' | 'devices'>,
  bulkLimit: number,
): Pick<ConsentRequest, 'kind' | 'reason'> | undefined {
  if (consent !== undefined) return { kind: consent, reason: 'policy' };
  return new Set(devices).size > bulkLimit ? { kind: 'confirm', reason: 'bulk' } : undefined;
}

/** Several intents as one: the strictest decides. */
export function joinIntents(intents: readonly Intent[]): Intent {
  const risks = new Set<Risk>(intents.map(({ risk }) => risk));
  return {
    risk: RISKS.findLast((risk) => risks.has(risk)) ?? 'control',
    consent: strictest(intents.map(({ consent }) => consent)),
    devices: [...new Set(intents.flatMap(({ devices }) => devices))],
    effects: intents.flatMap(({ effects }) => effects),
  };
}

function strictest(consents: readonly (NeededConsent | undefined)[]): NeededConsent | undefined {
  const asked = new Set(consents);
  const found = CONSENTS.findLast((consent) => consent !== 'allow' && asked.has(consent));
  return found === 'allow' ? undefined : found;
}

type Refusal = Pick<Extract<ConsentAnswer, { given: false }>, 'code' | 'approvalId'>;

function errorOf({ code, approvalId }: Refusal): ToolError {
  switch (code) {
    case 'declined':
      return toolError('declined', 'The person who was asked said no.', 'Do not ask again.');
    case 'confirmation_required':
      return toolError(
        'confirmation_required',
        'Nothing was sent: a person has to confirm it.',
        'Tell them exactly what would happen. If they agree, repeat the call unchanged with confirm_token within a minute.',
      );
    case 'approval_pending':
      return toolError(
        'approval_pending',
        `Nothing was sent: the owner has to approve it${approvalId === undefined ? '' : ` (request ${approvalId})`}.`,
        'The owner does so in the web interface or with "loxone-mcp approvals". Repeat the call unchanged afterwards.',
      );
    case 'approval_refused':
      return toolError('approval_refused', 'The owner refused it.', 'Do not ask again.');
    case 'approval_expired':
      return toolError(
        'approval_pending',
        'The owner did not answer in time; the request was made anew.',
        'Repeat the call unchanged once the owner has approved it.',
      );
    case 'unavailable':
      return toolError(
        'not_allowed',
        'Nothing was sent: a person has to agree to it, and nobody can be asked here.',
        'Use a client that can ask, or let the owner extend this key.',
      );
  }
}
