import type { ActRequest, ActResult } from '@gatehouse/admin-ui/wire';
import type { Principal } from '@gatehouse/core';
import { commandsOf, type HomeControl } from '@gatehouse/loxone-controls';
import type { ToolDefinition, ToolErrorCode, ToolResult } from '@gatehouse/loxone-tools';
import { z } from 'zod';
import { actingContext } from '../house-call/acting-context.js';
import type { RouteCall } from '../http/route.js';
import { type ProblemStatus, RouteProblem } from '../http/route-problem.js';
import { type AdminParts, callerOf } from './admin-parts.js';
import { toolForRisk } from './house-sight.js';
import type { PendingAct, PendingActs } from './pending-acts.js';

type HouseParts = Pick<AdminParts, 'auth' | 'home' | 'ports' | 'offers' | 'sessions'>;

type Call = Pick<RouteCall<unknown, unknown, unknown>, 'principal' | 'context' | 'signal'>;

const errorSchema = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });

/** What a tool's error is answered with; all others are results of the act. */
const PROBLEMS: Readonly<Partial<Record<ToolErrorCode, readonly [ProblemStatus, string]>>> = {
  unknown_device: [404, 'unknown-device'],
  not_allowed: [403, 'not-allowed'],
  pin_required: [403, 'password-needed'],
  invalid_argument: [400, 'invalid-request'],
  out_of_range: [400, 'invalid-request'],
  not_supported: [400, 'not-supported'],
  house_offline: [503, 'house-offline'],
};

/**
 * Gives a command as the caller, by the tool that assistants use, so that the same rules decide,
 * the same people are asked and the same is recorded.
 */
export async function actOn(
  control: HomeControl,
  request: ActRequest,
  call: Call,
  parts: HouseParts,
  pending: PendingActs,
): Promise<ActResult> {
  const { auth, home, ports } = parts;
  const { context, signal } = call;
  const principal = callerOf(call);
  const { command, args = {}, confirmed = false } = request;
  const act: PendingAct = { owner: ownerOf(principal, call), control: control.id, command, args };
  const token = confirmed ? pending.take(act) : undefined;
  let shown: readonly string[] | undefined;
  const acting = actingContext({
    auth,
    home,
    ports,
    principal,
    context,
    signal,
    current: () => currentOf(principal, call, parts),
    ask: async (question) => {
      const answer = await auth.consents.ask({ ...question, principal, context, signal });
      if (answer.given || answer.code !== 'confirmation_required') return answer;
      // A word for what was not shown counts for nothing, not even for the next time: else of many
      // requests that all say `confirmed`, each second one would confirm the one before.
      if (!confirmed && answer.token !== undefined) pending.keep(act, answer.token);
      shown = question.effects;
      return answer;
    },
  });
  const result = await toolFor(control, command, parts).run(
    {
      targets: [control.id],
      command,
      args,
      ...(token === undefined ? {} : { confirm_token: token }),
    },
    acting,
  );
  if (shown === undefined) return answerOf(result);
  if (confirmed) throw NOT_WAITING;
  return needsWord(shown);
}

const NOT_WAITING = new RouteProblem(
  409,
  'nothing-to-confirm',
  'Nothing was sent: this did not wait for your word, or waited too long. Ask for it again.',
);

function toolFor(
  control: HomeControl,
  command: string,
  { offers }: Pick<HouseParts, 'offers'>,
): ToolDefinition {
  // Of what it does not know, the tool says what there is instead.
  const risk = commandsOf(control).find(({ name }) => name === command)?.risk ?? 'control';
  const tool = offers.tools.get(toolForRisk(risk) ?? '');
  if (tool !== undefined) return tool;
  throw new RouteProblem(403, 'not-offered', 'This server does not give this command to devices.');
}

function ownerOf({ id }: Principal, { context }: Call): string {
  return context.sessionId ?? `key:${id}`;
}

/** Whoever clicks must still be signed in when the command goes out. */
async function currentOf(
  principal: Principal,
  { context }: Call,
  { auth, sessions }: HouseParts,
): Promise<Principal | undefined> {
  if (context.sessionId !== undefined) {
    return (await sessions.isOpen(context.sessionId)) ? principal : undefined;
  }
  return principal.kind === 'key' ? auth.keys.principal(principal.id) : principal;
}

function needsWord(effects: readonly string[]): ActResult {
  return {
    ok: false,
    text: 'Nothing was sent yet: this needs your word.',
    needsConfirmation: effects,
  };
}

function answerOf({ text, structured }: ToolResult): ActResult {
  const read = errorSchema.safeParse(structured.error);
  if (!read.success) return { ok: true, text };
  const { code, message, hint } = read.data;
  const [status, problem] = PROBLEMS[code as ToolErrorCode] ?? [];
  if (status !== undefined && problem !== undefined) {
    throw new RouteProblem(status, problem, `${message} ${hint}`);
  }
  return { ok: false, text: `${message} ${hint}` };
}
