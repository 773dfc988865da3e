import { type Clock, systemClock } from '@gatehouse/core';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.js';
import type { HouseCalls } from './house-calls.js';
import { readStates } from './read-states.js';
import { REST, type RestParts } from './rest-parts.js';
import { deviceStateSchema, noticeSchema } from './rest-schemas.js';
import { seenDevices } from './seen-devices.js';

/** Most devices that may be named in one question. */
const MAX_IDS = 200;

const idsSchema = z
  .union([z.string().max(20_000), z.array(z.string().max(200)).max(MAX_IDS)])
  .transform((given) => (typeof given === 'string' ? given.split(',') : given))
  .transform((ids) => ids.map((id) => id.trim()).filter((id) => id !== ''))
  .refine((ids) => ids.length >= 1 && ids.length <= MAX_IDS, {
    error: `must name 1–${MAX_IDS} devices`,
  })
  .optional()
  .describe('Ids or names, with commas between them; default: all that the key sees');

const sinceSchema = z
  .string()
  .max(40)
  .refine((text) => readMoment(text) !== undefined, {
    error: 'must be ISO 8601 with a zone, or milliseconds since 1970',
  })
  .optional()
  .describe('Only devices with a state received since then; "at" of the answer before');

/** @returns Epoch milliseconds. */
function readMoment(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) {
    return undefined;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** Looking at many states at once. */
export function stateRoutes(
  { home, clock = systemClock }: RestParts,
  calls: HouseCalls,
): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/states',
      access: { to: 'key', action: REST.states },
      summary: 'Reads the states of many devices',
      query: z.strictObject({
        ids: idsSchema,
        since: sinceSchema,
        detail: z.enum(['main', 'all'], { error: 'must be main or all' }).optional(),
      }),
      answers: {
        200: {
          description: 'The devices with their states',
          schema: z.object({
            at: z.string().describe('When this was read'),
            devices: z.array(deviceStateSchema),
            notice: noticeSchema,
          }),
        },
      },
      async handle(call) {
        const { ids, since, detail = 'main' } = call.query;
        const way = { action: REST.states, call, place: 'query' } as const;
        // Read before the states, so that nothing falls between this answer and the next.
        const at = isoNow(clock);
        const asked = ids ?? (await seenDevices(calls, way));
        const { devices, notice } = await readStates(asked, detail, calls, way);
        const from = since === undefined ? undefined : readMoment(since);
        const isNew = (id: string): boolean =>
          home.states(id).some(({ receivedAt = 0 }) => receivedAt >= (from ?? 0));
        const shown = from === undefined ? devices : devices.filter(({ id }) => isNew(id));
        return { status: 200, body: { at, devices: shown, notice } };
      },
    }),
  ];
}

function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
