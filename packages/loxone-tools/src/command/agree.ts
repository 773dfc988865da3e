import { RISKS } from '@gatehouse/core';
import type { ToolCall } from '../define-tool.js';
import type { ConsentAnswer, ConsentRequest } from '../ports/consent.js';
import { type ToolError, toolError } from '../tool-error.js';
import type { AllowedCommand } from './prepare.js';

/** More devices than this in one call are asked about, however harmless each is. */
const BULK = 25;

/** Whether commands may be sent as far as agreement goes. */
export type Agreement =
  | {
      readonly ok: true;
      /** Somebody was asked and said yes. */
      readonly consented: boolean;
    }
  | { readonly ok: false; readonly error: ToolError; readonly token?: string };

/**
 * Asks once for all commands of a call, if any of them needs it: either all are agreed to or none.
 *
 * @param effects - What would happen, one line for each device.
 */
export async function agree(
  commands: readonly AllowedCommand[],
  effects: readonly string[],
  call: Pick<ToolCall, 'args' | 'ports' | 'tool'>,
): Promise<Agreement> {
  const need = needOf(commands);
  if (need === undefined) return { ok: true, consented: false };
  const { confirm_token: token, ...args } = call.args;
  const answer = await call.ports.consent?.({
    ...need,
    tool: call.tool,
    risk: highestRisk(commands),
    args,
    effects,
    ...(typeof token === 'string' && { token }),
  });
  if (answer === undefined) return { ok: false, error: errorOf({ code: 'unavailable' }) };
  if (answer.given) return { ok: true, consented: true };
  return {
    ok: false,
    error: errorOf(answer),
    ...(answer.token !== undefined && { token: answer.token }),
  };
}

function needOf(
  commands: readonly AllowedCommand[],
): Pick<ConsentRequest, 'kind' | 'reason'> | undefined {
  const kinds = new Set(commands.map(({ consent }) => consent));
  if (kinds.has('approve')) return { kind: 'approve', reason: 'policy' };
  if (kinds.has('confirm')) return { kind: 'confirm', reason: 'policy' };
  return commands.length > BULK ? { kind: 'confirm', reason: 'bulk' } : undefined;
}

function highestRisk(commands: readonly AllowedCommand[]): ConsentRequest['risk'] {
  const reached = new Set<string>(commands.map(({ risk }) => risk));
  return RISKS.findLast((risk) => reached.has(risk)) ?? 'control';
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
