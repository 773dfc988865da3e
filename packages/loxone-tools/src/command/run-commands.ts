import type { Decision } from '@gatehouse/core';
import type { CommandRisk } from '@gatehouse/loxone-controls';
import type { ToolCall } from '../define-tool.js';
import { notLive } from '../house/freshness.js';
import { membersOf } from '../house/members.js';
import { summaryOf } from '../state/summary.js';
import { resolveTargets } from '../targets/resolve-targets.js';
import type { Target } from '../targets/target-schema.js';
import type { TargetScope } from '../targets/target-scope.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { errorText } from '../tool-error.js';
import { type Agreement, agree, type Intent, joinIntents, needOf } from './agree.js';
import { executeAll } from './execute.js';
import { denialText, type Item, item } from './item.js';
import type { Planner } from './plan.js';
import { type AllowedCommand, type PreparedCommand, prepare } from './prepare.js';
import { rejected, report } from './report.js';

/** What a call wants of its targets. */
export interface Wish {
  readonly targets: readonly Target[];
  readonly scope: TargetScope;
  readonly planner: Planner;
  readonly dryRun: boolean;
  readonly waitMs: number;
}

/**
 * Runs one write: finds its targets, checks every command, asks for every permission, and only then
 * sends. A wrong target or argument anywhere stops all of it; a denial stops only its own target.
 */
export async function runCommands(wish: Wish, call: ToolCall): Promise<ToolResult> {
  const { targets, problems } = resolveTargets(wish.targets, call.index, call.access, wish.scope);
  const prepared = prepare(targets, wish.planner, call);
  const [first, ...others] = [...problems, ...prepared.problems];
  if (first !== undefined) return rejected([first, ...others]);
  const { allowed, denied, settled } = divide(prepared.commands, call);
  const unsent = [...settled, ...denied, ...prepared.skipped];
  const intent = joinIntents(allowed.map((command) => intentOf(command, call)));
  if (wish.dryRun) {
    call.context.frame?.rehearse?.({ ...intent, tool: call.tool, args: call.args });
    const items = allowed.map((command) => planned(command, call));
    return dryRunOf(report([...items, ...unsent]), intent, call);
  }
  const status = call.home.status();
  if (allowed.length > 0 && status.phase !== 'live') {
    const error = notLive(status);
    const items = allowed.map((command) => item(named(command), 'offline', 'not sent'));
    const result = report([...items, ...unsent]);
    return { ...result, text: errorText(error), structured: { ...result.structured, error } };
  }
  const agreement = await agree(intent, call);
  if (!agreement.ok) {
    const items = allowed.map((command) => planned(command, call));
    return notAgreed(agreement, report([...items, ...unsent]));
  }
  const { committed, withheld } = await commit(allowed, call, agreement.consented);
  const items = await executeAll(committed, call, wish.waitMs);
  return report([...items, ...withheld, ...unsent]);
}

/** What is about to be sent is recorded; what cannot be recorded may have to stay. */
async function commit(
  commands: readonly PreparedCommand[],
  { access }: ToolCall,
  consented: boolean,
): Promise<{ readonly committed: readonly PreparedCommand[]; readonly withheld: readonly Item[] }> {
  const committed: PreparedCommand[] = [];
  const withheld: Item[] = [];
  for (const [risk, ofRisk] of byRisk(commands)) {
    const decision = await access.commit(
      ofRisk.map(({ entry }) => entry),
      risk,
      consented,
    );
    if (decision.allow) committed.push(...ofRisk);
    else withheld.push(...ofRisk.map((command) => deniedItem(command, decision)));
  }
  return { committed, withheld };
}

function byRisk(
  commands: readonly PreparedCommand[],
): ReadonlyMap<CommandRisk, readonly PreparedCommand[]> {
  const groups = new Map<CommandRisk, PreparedCommand[]>();
  for (const command of commands) {
    const group = groups.get(command.risk);
    if (group === undefined) groups.set(command.risk, [command]);
    else group.push(command);
  }
  return groups;
}

function deniedItem(
  command: PreparedCommand,
  { reason, needs }: Extract<Decision, { allow: false }>,
): Item {
  const cleaned = needs && cleanText(needs, MAX_VALUE_LENGTH);
  return item(named(command), 'denied', denialText(reason, cleaned));
}

/** All permissions are asked for before anything is sent. */
function divide(commands: readonly PreparedCommand[], { access }: ToolCall): Divided {
  const allowed: AllowedCommand[] = [];
  const denied: Item[] = [];
  const settled: Item[] = [];
  for (const command of commands) {
    const decision = access.decide(command.entry, command.risk);
    if (!decision.allow) denied.push(deniedItem(command, decision));
    else if (command.needless) settled.push(item(named(command), 'already', SETTLED));
    else allowed.push({ ...command, consent: decision.consent });
  }
  return { allowed, denied, settled };
}

interface Divided {
  readonly allowed: readonly AllowedCommand[];
  readonly denied: readonly Item[];
  /** What is as wanted, so that nothing has to be sent. */
  readonly settled: readonly Item[];
}

const SETTLED = 'nothing was sent: it is so already';

function planned(command: AllowedCommand, { home }: ToolCall): Item {
  const { commanded, consent } = command;
  const state = summaryOf(commanded, home.states(commanded.id));
  const now = state === undefined ? '' : `; it is ${state}`;
  const agreement = consent === undefined ? '' : `; ${AGREEMENTS[consent]}`;
  const detail = `would be sent ${wishText(command)}${now}${agreement}`;
  return item(named(command), 'planned', detail, state);
}

const AGREEMENTS = {
  confirm: 'a person has to confirm it',
  approve: 'the owner has to approve it',
} as const;

function intentOf(command: AllowedCommand, call: ToolCall): Intent {
  const { commanded, consent, risk } = command;
  const members = membersOf(commanded, call.index).map(({ id }) => id);
  const devices = members.length === 0 ? [commanded.id] : members;
  return { risk, consent, devices, effects: [effectOf(command, call)] };
}

/** `Front door [Hall]: open; it is closed`, for the person who is asked. */
function effectOf(command: PreparedCommand, { home }: ToolCall): string {
  const { commanded, entry } = command;
  const state = summaryOf(commanded, home.states(commanded.id));
  const now = state === undefined ? '' : `; it is ${state}`;
  return `${entry.label}: ${wishText(command)}${now}`;
}

function wishText({ request }: PreparedCommand): string {
  const args = Object.entries(request.args ?? {}).map(([name, value]) => `${name} ${value}`);
  return [request.command, ...args].join(' ');
}

function notAgreed(
  { error, token }: Extract<Agreement, { ok: false }>,
  result: ToolResult,
): ToolResult {
  return {
    ...result,
    text: `${errorText(error)}\n${result.text}${token === undefined ? '' : `\nconfirm_token: ${token}`}`,
    structured: {
      ...result.structured,
      error,
      ...(token !== undefined && { confirm_token: token }),
    },
    isError: true,
  };
}

function named({ entry }: PreparedCommand): { readonly id: string; readonly label: string } {
  return { id: entry.control.id, label: entry.label };
}

function dryRunOf(result: ToolResult, intent: Intent, { bulkLimit }: ToolCall): ToolResult {
  const isBulk = needOf(intent, bulkLimit)?.reason === 'bulk';
  const remark = isBulk ? ` More than ${bulkLimit} devices: a person has to confirm it.` : '';
  return { ...result, text: `Dry run, nothing was sent.${remark}\n${result.text}` };
}
