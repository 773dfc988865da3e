import { EMPTY_COMMAND_RESULT } from '../command/command-schema.js';
import { itemOfReply, portMissing, runAct } from '../command/single-act.js';
import { failure, type ToolCall } from '../define-tool.js';
import { createNameTable } from '../house/name-table.js';
import type { CalendarDay } from '../ports/admin.js';
import type { HouseMode } from '../ports/house-data.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { toolError } from '../tool-error.js';
import { decideForHouse } from './whole-house.js';

/** Which mode is wanted, and when. */
export interface AskedMode {
  readonly mode?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Enters an operating mode into the calendar: the one way that the protocol has to set it. */
export function planMode(
  asked: AskedMode,
  dryRun: boolean,
  call: ToolCall,
): Promise<ToolResult> | ToolResult {
  const { admin, data } = call.ports;
  if (admin === undefined || data === undefined) return portMissing();
  const mode = findMode(asked.mode ?? '', data.modes().all);
  if (mode === undefined) return unknownMode(data.modes().all);
  const from = dayOf(asked.from ?? '');
  const to = dayOf(asked.to ?? asked.from ?? '');
  if (from === undefined || to === undefined || orderOf(from) > orderOf(to)) return wrongDays();
  const of = { id: `mode-${mode.id}`, label: cleanText(mode.name) };
  const act = {
    ...of,
    risk: 'admin',
    entries: [],
    decision: decideForHouse(call),
    effect: `Calendar: operating mode ${of.label} from ${asked.from} to ${asked.to ?? asked.from}`,
    dryRun,
    run: async () =>
      itemOfReply(of, await admin.planMode({ name: of.label, mode: mode.id, from, to })),
  } as const;
  return runAct(act, call);
}

function findMode(asked: string, modes: readonly HouseMode[]): HouseMode | undefined {
  const [only, ...others] = createNameTable(modes, ({ name }) => name).find(asked, () => true);
  if (only !== undefined) return others.length === 0 ? only : undefined;
  return modes.find(({ id }) => String(id) === asked.trim());
}

/** `2026-12-24`, a day that there is. */
function dayOf(text: string): CalendarDay | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined;
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function orderOf({ year, month, day }: CalendarDay): number {
  return (year * 12 + month) * 31 + day;
}

function unknownMode(modes: readonly HouseMode[]): ToolResult {
  const names = modes.map(({ name }) => cleanText(name)).join(', ');
  const error = toolError(
    'invalid_argument',
    'No operating mode of this name or id is known.',
    names === '' ? 'The house has told none.' : `There are: ${names}.`,
  );
  return failure(error, EMPTY_COMMAND_RESULT);
}

function wrongDays(): ToolResult {
  const message = 'from, and to if it is given, must be days as YYYY-MM-DD, in this order.';
  const error = toolError('invalid_argument', message, 'Nothing was sent; correct the days.');
  return failure(error, EMPTY_COMMAND_RESULT);
}
