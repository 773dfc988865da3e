import type { CommandOutcome, HomeControl, LoxoneHome } from '@gatehouse/loxone-controls';
import type { ToolCall } from '../define-tool.js';
import { membersOf } from '../house/members.js';
import { summaryOf } from '../state/summary.js';
import { type Item, item } from './item.js';
import { itemOf } from './outcome-text.js';
import type { PreparedCommand } from './prepare.js';
import { waitUntil } from './wait-until.js';

/** Most commands under way at once: a Miniserver answers them one by one, waiting goes on beside. */
const MAX_AT_ONCE = 16;

/** Wait for a control that is as wanted before: most likely nothing will change, in milliseconds. */
const SHORT_WAIT_MS = 500;

/** Nothing shows it, so nothing is claimed (rule 8), and it is no failure either. */
const SILENT = 'accepted by the Miniserver; it has no state that shows it';
const PRESSED = 'pressed; no state of its own changed';

/** Gives all commands, and says of each what the house then did. In the order of the commands. */
export async function executeAll(
  commands: readonly PreparedCommand[],
  call: ToolCall,
  waitMs: number,
): Promise<readonly Item[]> {
  const items = new Map<PreparedCommand, Item>();
  const waiting = commands.values();
  const work = async (): Promise<void> => {
    for (const command of waiting) items.set(command, await executeOne(command, call, waitMs));
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
  return commands.flatMap((command) => items.get(command) ?? []);
}

async function executeOne(command: PreparedCommand, call: ToolCall, waitMs: number): Promise<Item> {
  const { entry } = command;
  const of = { id: entry.control.id, label: entry.label };
  if (call.signal?.aborted === true) {
    return item(of, 'cancelled', 'not sent: the call was ended before');
  }
  const witnesses = witnessesOf(command, call);
  if (witnesses !== undefined) return executeCentral(command, witnesses, call, waitMs);
  const { commanded, reached } = command;
  const wasReached = reached(commanded, call.home.states(commanded.id)) === true;
  const wait = wasReached ? Math.min(waitMs, SHORT_WAIT_MS) : waitMs;
  const outcome = await send(command, call, command.silent ? 0 : wait);
  const states = call.home.states(commanded.id);
  if (command.silent && outcome.outcome === 'unchanged') {
    return item(of, 'accepted', SILENT, summaryOf(commanded, states));
  }
  if (isPress(command) && outcome.outcome === 'unchanged') {
    return item(of, 'accepted', PRESSED, summaryOf(commanded, states));
  }
  return itemOf(of, outcome, {
    waitMs: wait,
    state: summaryOf(commanded, states),
    reached: reached(commanded, states),
  });
}

/** What a press starts is often elsewhere in the house, and the press itself too short to be seen. */
function isPress({ request }: PreparedCommand): boolean {
  return request.command === 'pulse';
}

/** A port that fails is the world failing, not a reason to forget what became of the others. */
async function send(
  { request }: PreparedCommand,
  { home, signal }: ToolCall,
  waitMs: number,
): Promise<CommandOutcome> {
  try {
    return await home.execute(request, { waitMs, ...(signal !== undefined && { signal }) });
  } catch {
    return { outcome: 'unknown', message: 'the connection to the house failed' };
  }
}

/** A central control has no states of its own: what it moves tells whether it worked. */
function witnessesOf(
  { commanded }: PreparedCommand,
  { index }: ToolCall,
): readonly HomeControl[] | undefined {
  const witnesses = membersOf(commanded, index).flatMap(({ entry }) => entry?.control ?? []);
  return witnesses.length === 0 ? undefined : witnesses;
}

async function executeCentral(
  command: PreparedCommand,
  witnesses: readonly HomeControl[],
  call: ToolCall,
  waitMs: number,
): Promise<Item> {
  const { home, signal, after } = call;
  const of = { id: command.entry.control.id, label: command.entry.label };
  const before = witnesses.map((witness) => stateOf(home, witness));
  const outcome = await send(command, call, 0);
  if (outcome.outcome !== 'changed' && outcome.outcome !== 'unchanged') {
    return itemOf(of, outcome, { waitMs, state: undefined, reached: undefined });
  }
  const isReached = (witness: HomeControl): boolean =>
    command.reached(witness, home.states(witness.id)) === true;
  await waitUntil(home, () => witnesses.every(isReached), { waitMs, signal, after });
  const reached = witnesses.filter(isReached).length;
  const changed = witnesses.filter((witness, at) => stateOf(home, witness) !== before[at]).length;
  const counts = { reached, changed, all: witnesses.length };
  return centralItem(of, counts, signal?.aborted === true ? 'ended' : `${waitMs / 1000} s`);
}

function stateOf(home: LoxoneHome, control: HomeControl): string | undefined {
  return summaryOf(control, home.states(control.id));
}

function centralItem(
  of: { readonly id: string; readonly label: string },
  {
    reached,
    changed,
    all,
  }: { readonly reached: number; readonly changed: number; readonly all: number },
  waited: string,
): Item {
  const state = `${reached} of its ${all} devices report it`;
  if (changed > 0) return item(of, 'changed', `${changed} of its devices changed; ${state}`, state);
  if (reached === all)
    return item(of, 'already', 'nothing changed: all its devices were so', state);
  switch (waited) {
    case 'ended':
      return item(of, 'unknown', `accepted, but the call was ended while waiting; ${state}`, state);
    case '0 s':
      return item(of, 'accepted', `accepted by the Miniserver, not waited for; ${state}`, state);
    default:
      return item(
        of,
        'unchanged',
        `accepted, but no device changed within ${waited}; ${state}`,
        state,
      );
  }
}
