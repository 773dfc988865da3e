import { z } from 'zod';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { houseClock } from '../history/house-clock.js';
import { readSpan } from '../history/time-span.js';
import { type HouseEntry, typeLabel } from '../house/house-entry.js';
import { seesWholeHouse } from '../house/whole-house.js';
import { errorSchema } from '../output-schema.js';
import { dataError, portMissing } from '../ports/port-error.js';
import { READ_TOOL } from '../read-tool.js';
import { shortText } from '../short-text.js';
import { resolveOneTarget } from '../targets/one-target.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { familyNamed } from '../text/families.js';
import { foldLoosely } from '../text/fold.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { about, type Outcome, toolError } from '../tool-error.js';
import { type EventItem, isTelling, logEvent, messageEvent, stateEvent } from './event-item.js';
import { pageOf } from './event-page.js';

const LIMIT = 'must be 1–200';
/** Each log is a question to the Miniserver. */
const MAX_LOGS = 10;

const inputSchema = z.strictObject({
  since: shortText(40).optional().describe('As from of loxone_history; default all'),
  target: shortText(200).optional(),
  room: shortText(200).optional(),
  family: shortText(60).optional(),
  type: shortText(60).optional(),
  include: z
    .array(z.enum(['messages', 'logs']))
    .optional()
    .describe("Messages of the Miniserver; devices' own logs"),
  limit: z.int().min(1, LIMIT).max(200, LIMIT).default(50),
  cursor: shortText(30).optional(),
});

const outputSchema = z.strictObject({
  events: z.array(z.unknown()),
  since: z.string().optional(),
  next_cursor: z.string().optional(),
  remarks: z.array(z.string()).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

type EventsArgs = z.output<typeof inputSchema>;

const NO_EVENTS = { events: [] };

/** `loxone_events` */
export function eventsTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_events',
    title: 'What happened',
    description: 'What happened in the house since this server runs, newest first.',
    ...READ_TOOL,
    inputSchema,
    outputSchema,
    empty: NO_EVENTS,
    handle: events,
  });
}

/** What was gathered, and what could not be. */
interface Gathered {
  readonly items: readonly EventItem[];
  readonly remarks: readonly string[];
}

async function events(args: EventsArgs, call: ToolCall): Promise<ToolResult> {
  const { journal, data } = call.ports;
  if (journal === undefined) return failure(portMissing('journal'), NO_EVENTS);
  const clock = houseClock(data?.timeZone() ?? 'UTC');
  const span =
    args.since === undefined
      ? undefined
      : readSpan(args.since, 'now', { now: call.clock.now(), clock });
  if (span?.ok === false) return failure(span.error, NO_EVENTS);
  const filter = filterOf(args, call);
  if (!filter.ok) return failure(filter.error, NO_EVENTS);
  const from = span?.value.from ?? 0;
  const parts = [
    journalEvents(filter.value, args.target !== undefined, call),
    args.include?.includes('messages') === true ? await messages(call) : NOTHING,
    args.include?.includes('logs') === true ? await logs(filter.value, call) : NOTHING,
  ];
  const items = parts
    .flatMap((part) => part.items)
    .filter(({ at }) => at >= from)
    .sort((one, other) => other.at - one.at);
  const page = pageOf(items, args.cursor, args.limit);
  if (!page.ok) return failure(page.error, NO_EVENTS);
  const remarks = parts.flatMap((part) => part.remarks);
  const { nextCursor } = page.value;
  const shown = page.value.items.map(({ at, ...item }) => ({ time: clock.text(at), ...item }));
  const since = clock.text(Math.max(from, journal.since));
  const lines = shown.map(({ time, text }) => `${time} ${text}`);
  const head = lines.length === 0 ? [`Nothing happened since ${since}.`] : lines;
  const more = nextCursor === undefined ? [] : [`More with cursor ${nextCursor}.`];
  return {
    text: [...head, ...more, ...remarks].join('\n'),
    structured: {
      events: shown,
      since,
      ...(nextCursor !== undefined && { next_cursor: nextCursor }),
      ...(remarks.length > 0 && { remarks }),
    },
  };
}

const NOTHING: Gathered = { items: [], remarks: [] };

type Filter = (entry: HouseEntry) => boolean;

function filterOf(args: EventsArgs, call: ToolCall): Outcome<Filter> {
  const target = args.target === undefined ? undefined : resolveOneTarget(args.target, call);
  if (target?.ok === false) return target;
  const room =
    args.room === undefined ? undefined : resolveRoom(args.room, call.index, call.access);
  if (room?.ok === false) return { ok: false, error: about('room', room.error) };
  const family = args.family === undefined ? undefined : familyNamed(args.family);
  if (args.family !== undefined && family === undefined) {
    const hint = 'loxone_search lists the families.';
    return { ok: false, error: toolError('invalid_argument', 'family: there is none such.', hint) };
  }
  const wanted = target?.value;
  const type = args.type === undefined ? undefined : foldLoosely(args.type);
  return {
    ok: true,
    // Permission comes last: it costs most.
    value: (entry) =>
      (wanted === undefined || entry === wanted || entry.parent?.id === wanted.control.id) &&
      (room === undefined || entry.room?.id === room.value.id) &&
      (family === undefined || entry.control.family === family) &&
      (type === undefined || isOfType(entry, type)) &&
      call.access.sees(entry),
  };
}

function isOfType({ control }: HouseEntry, type: string): boolean {
  return [control.type, typeLabel(control.type)].some((name) => foldLoosely(name) === type);
}

function journalEvents(filter: Filter, isNamed: boolean, { ports, index }: ToolCall): Gathered {
  const items = (ports.journal?.read() ?? []).flatMap((change) => {
    const entry = index.byId(change.control);
    if (entry === undefined) return [];
    if (!isNamed && !isTelling(entry, change.state)) return [];
    return filter(entry) ? [stateEvent(entry, change)] : [];
  });
  return { items, remarks: [] };
}

/** Messages name what limits may hide. */
async function messages(call: ToolCall): Promise<Gathered> {
  const { data } = call.ports;
  if (!seesWholeHouse(call)) return remark('Messages are only for who may see the whole house.');
  const reply = await data?.messages();
  if (reply === undefined) return remark('This server reads no messages.');
  if (!reply.ok) return remark(`Messages: ${dataError(reply).message}`);
  return { items: reply.value.map(messageEvent), remarks: [] };
}

async function logs(filter: Filter, { ports, index }: ToolCall): Promise<Gathered> {
  const { data } = ports;
  if (data === undefined) return remark('This server reads no logs.');
  const keepers = index.entries.filter((entry) => data.hasLog(entry.control.id) && filter(entry));
  const items: EventItem[] = [];
  const remarks: string[] = [];
  for (const entry of keepers.slice(0, MAX_LOGS)) {
    const reply = await data.controlLog(entry.control.id);
    if (reply.ok) items.push(...reply.value.map((one) => logEvent(entry, one)));
    else remarks.push(`${entry.label}: ${dataError(reply).message}`);
  }
  if (keepers.length > MAX_LOGS) {
    remarks.push(`Only the logs of ${MAX_LOGS} of ${keepers.length} devices; name a target.`);
  }
  return { items, remarks };
}

function remark(text: string): Gathered {
  return { items: [], remarks: [text] };
}
