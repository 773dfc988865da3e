import type { Decision, Risk } from '@gatehouse/core';
import { failure, type ToolCall } from '../define-tool.js';
import { notLive } from '../house/freshness.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { DataReply } from '../ports/house-data.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { errorText, toolError } from '../tool-error.js';
import { agree, type Intent } from './agree.js';
import { EMPTY_COMMAND_RESULT } from './command-schema.js';
import { denialText, type Item, item } from './item.js';
import { report } from './report.js';

/** Something that is done once, and is no command of the catalog. */
export interface SingleAct {
  readonly id: string;
  readonly label: string;
  readonly risk: Risk;
  /** The controls that it is about; none for the house as a whole. */
  readonly entries: readonly HouseEntry[];
  readonly decision: Decision;
  /** What would happen, in one line. */
  readonly effect: string;
  readonly dryRun: boolean;
  run(): Promise<Item>;
}

/** The way of every write, for what is no command of the catalog: decided, agreed to, recorded, sent. */
export async function runAct(act: SingleAct, call: ToolCall): Promise<ToolResult> {
  const { decision, risk, entries } = act;
  if (!decision.allow) return report([denied(act, decision)]);
  const devices = entries.map(({ control }) => control.id);
  const intent: Intent = { risk, consent: decision.consent, devices, effects: [act.effect] };
  if (act.dryRun) {
    call.context.frame?.rehearse?.({ ...intent, tool: call.tool, args: call.args });
    const { text, ...result } = report([planned(act, decision.consent)]);
    return { ...result, text: `Dry run, nothing was sent.\n${text}` };
  }
  const status = call.home.status();
  if (status.phase !== 'live') return failure(notLive(status), EMPTY_COMMAND_RESULT);
  const agreement = await agree(intent, call);
  if (!agreement.ok) return notAgreed(act, agreement);
  const last = await call.access.commit(entries, risk, agreement.consented);
  return report([last.allow ? await act.run() : denied(act, last)]);
}

/** What the Miniserver answered, as an item; nothing more is claimed. */
export function itemOfReply(of: Pick<SingleAct, 'id' | 'label'>, reply: DataReply<unknown>): Item {
  if (reply.ok) {
    const answer = typeof reply.value === 'string' ? cleanText(reply.value, MAX_VALUE_LENGTH) : '';
    const told = answer === '' ? '' : `; it answered "${answer}"`;
    return item(of, 'accepted', `accepted by the Miniserver${told}`);
  }
  const message = cleanText(reply.message, MAX_VALUE_LENGTH);
  switch (reply.code) {
    case 'offline':
      return item(of, 'offline', `not sent: ${message}`);
    case 'failed':
      return item(of, 'unknown', `nobody knows what became of it: ${message}`);
    default:
      return item(of, 'refused', `refused by the Miniserver: ${message}`);
  }
}

/** A tool whose way to the house is not there. */
export function portMissing(): ToolResult {
  const message = 'This server has no way to do that in this house.';
  const error = toolError('not_supported', message, 'Ask the owner of the house.');
  return failure(error, EMPTY_COMMAND_RESULT);
}

function planned(act: SingleAct, consent: Intent['consent']): Item {
  const agreement = consent === undefined ? '' : `; somebody has to ${consent} it`;
  return item(act, 'planned', `would be sent: ${act.effect}${agreement}`);
}

function denied(act: SingleAct, { reason, needs }: Extract<Decision, { allow: false }>): Item {
  return item(act, 'denied', denialText(reason, needs && cleanText(needs, MAX_VALUE_LENGTH)));
}

function notAgreed(
  act: SingleAct,
  { error, token }: Extract<Awaited<ReturnType<typeof agree>>, { ok: false }>,
): ToolResult {
  const results = [item(act, 'planned', act.effect)];
  return {
    text: [errorText(error), act.effect, token === undefined ? '' : `confirm_token: ${token}`]
      .filter((line) => line !== '')
      .join('\n'),
    structured: { results, error, ...(token !== undefined && { confirm_token: token }) },
    isError: true,
  };
}
