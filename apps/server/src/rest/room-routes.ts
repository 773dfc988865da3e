import type { HomeRoom, LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.js';
import { listDevices } from './device-list.js';
import type { HouseCalls } from './house-calls.js';
import { readList } from './read-list.js';
import { REST, type RestParts } from './rest-parts.js';
import {
  cursorSchema,
  deviceRowSchema,
  limitSchema,
  nameSchema,
  pageSchema,
} from './rest-schemas.js';

const roomRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  devices: z.number(),
  families: z.record(z.string(), z.number()),
});

/** Looking at rooms. */
export function roomRoutes({ home }: RestParts, calls: HouseCalls): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/rooms',
      access: { to: 'key', action: REST.rooms },
      summary: 'Lists rooms',
      description: 'Those in which the key sees something, with how many devices of each family.',
      query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
      answers: {
        200: { description: 'A page of rooms', schema: pageSchema('rooms', roomRowSchema) },
      },
      handle: async (call) => ({
        status: 200,
        body: await readList('loxone://rooms', call.query, calls, {
          action: REST.rooms,
          call,
          place: 'query',
        }),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/rooms/:room',
      access: { to: 'key', action: REST.rooms },
      summary: 'Shows one room',
      description: 'Its devices and how they are.',
      params: z.strictObject({ room: nameSchema }),
      query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
      answers: {
        200: {
          description: 'The room with a page of its devices',
          schema: pageSchema('devices', deviceRowSchema, { id: z.string(), name: z.string() }),
        },
      },
      async handle(call) {
        const { room } = call.params;
        const way = { action: REST.rooms, call, place: 'params' } as const;
        const page = await listDevices({ ...call.query, room }, { calls, home }, way);
        const [first] = page.devices;
        const { suggestions: _, ...shown } = page;
        const id = roomOf(home, String(first?.id))?.id;
        return { status: 200, body: { id, name: first?.room, ...shown } };
      },
    }),
  ];
}

/** A part is in the room of its whole. */
function roomOf(home: LoxoneHome, id: string): HomeRoom | undefined {
  const control = home.control(id);
  if (control?.room !== undefined || control?.parent === undefined) return control?.room;
  return home.control(control.parent)?.room;
}
