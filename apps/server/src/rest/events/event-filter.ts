import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { RouteProblem } from '../../http/route-problem.js';
import { listDevices } from '../device-list.js';
import { findDevice } from '../find-device.js';
import type { HouseCalls, LookingWay } from '../house-calls.js';
import { seenDevices } from '../seen-devices.js';

/** What of the house a stream is about. */
export interface EventFilter {
  readonly device?: readonly string[] | undefined;
  readonly room?: string | undefined;
}

/** Most devices that a stream may name. */
const MAX_DEVICES = 50;

const deviceSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === 'string' ? given.split(',') : given))
  .transform((names) => names.map((name) => name.trim()).filter((name) => name !== ''))
  .refine((names) => names.length >= 1 && names.length <= MAX_DEVICES, {
    error: `must name 1–${MAX_DEVICES} devices`,
  })
  .optional()
  .describe('Ids or names, with commas between them; parts of a device come with it');

/** The query of a stream. */
export interface EventQuery extends EventFilter {
  readonly last_event_id?: string | undefined;
}

/** What a stream can be asked for. */
export const eventQuerySchema: z.ZodType<EventQuery> = z.strictObject({
  device: deviceSchema,
  room: z.string().min(1).max(200).optional(),
  last_event_id: z
    .string()
    .max(60)
    .optional()
    .describe('Where no header Last-Event-ID can be sent'),
});

/** Where a stream looks. */
export interface EventSight {
  readonly calls: HouseCalls;
  readonly home: LoxoneHome;
}

/**
 * Ids of all devices that a stream tells of.
 *
 * @throws RouteProblem where the filter names what is not there, or not for this caller.
 */
export async function devicesOf(
  { device, room }: EventFilter,
  { calls, home }: EventSight,
  way: LookingWay,
): Promise<ReadonlySet<string>> {
  const seen = new Set(await seenOrNone(calls, way));
  const wanted: Set<string>[] = [];
  if (device !== undefined) {
    const named = new Set<string>();
    for (const name of device) named.add((await findDevice(name, { calls, home }, way)).control.id);
    const isWanted = (id: string): boolean =>
      named.has(id) || named.has(home.control(id)?.parent ?? '');
    wanted.push(new Set([...seen].filter(isWanted)));
  }
  if (room !== undefined) wanted.push(new Set(await inRoom(room, { calls, home }, way)));
  return new Set([...seen].filter((id) => wanted.every((some) => some.has(id))));
}

/** Before the first connection there is nothing to see, and a stream may wait for it. */
async function seenOrNone(calls: HouseCalls, way: LookingWay): Promise<readonly string[]> {
  try {
    return await seenDevices(calls, way);
  } catch (error) {
    if (error instanceof RouteProblem && error.code === 'house-offline') return [];
    throw error;
  }
}

async function inRoom(
  room: string,
  sight: EventSight,
  way: LookingWay,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; ) {
    const page = await listDevices({ room, limit: 100, cursor }, sight, way);
    ids.push(...page.devices.map(({ id }) => String(id)));
    cursor = page.next_cursor;
    isFirst = false;
  }
  return ids;
}
