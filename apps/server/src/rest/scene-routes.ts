import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { actAnswer } from './act-answer.js';
import type { HouseCall, HouseCalls, Structured } from './house-calls.js';
import { readList } from './read-list.js';
import { REST, type RestParts } from './rest-parts.js';
import {
  actArgs,
  actFields,
  actSchema,
  cursorSchema,
  filterSchema,
  limitSchema,
  nameSchema,
  pageSchema,
  pendingSchema,
} from './rest-schemas.js';

const KINDS = ['mood', 'saved', 'device', 'mode'] as const;

const rowsSchema = z.looseObject({
  scenes: z.array(z.looseObject({ id: z.string(), kind: z.string(), name: z.string() })),
  next_cursor: z.string().optional(),
});

/** Scenes: moods of lights, central controls, and what was saved. */
export function sceneRoutes({ home }: RestParts, calls: HouseCalls): readonly Route[] {
  /** A listed id stands for a name in a room; saved scenes are known by their ids to the tool. */
  async function sceneOf(scene: string, call: HouseCall): Promise<Structured> {
    const control = home.control(scene);
    if (control === undefined) return { scene };
    const way = { action: REST.activate, call, place: 'params' } as const;
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; ) {
      const page = rowsSchema.parse(
        await readList('loxone://scenes', { limit: 500, cursor }, calls, way),
      );
      const row = page.scenes.find(({ id }) => id === scene);
      if (row?.kind === 'moods') throw moodWanted();
      if (row !== undefined) {
        return { scene: row.name, kind: 'device', ...(control.room && { room: control.room.id }) };
      }
      cursor = page.next_cursor;
      isFirst = false;
    }
    return { scene };
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/api/scenes',
      access: { to: 'key', action: REST.scenes },
      summary: 'Lists scenes',
      description: 'Moods of lights, controls for a whole group, and saved scenes.',
      query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
      answers: {
        200: {
          description: 'A page of scenes',
          schema: pageSchema(
            'scenes',
            z.object({
              id: z.string(),
              kind: z.string(),
              name: z.string(),
              label: z.string().optional(),
              moods: z.array(z.unknown()).optional(),
              active: z.array(z.unknown()).optional(),
              description: z.string().optional(),
              steps: z.number().optional().describe('How many, of a saved scene'),
            }),
          ),
        },
      },
      handle: async (call) => ({
        status: 200,
        body: await readList('loxone://scenes', call.query, calls, {
          action: REST.scenes,
          call,
          place: 'query',
        }),
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/scenes/:scene/activate',
      access: { to: 'key', action: REST.activate },
      summary: 'Activates a scene',
      description:
        'By the name of a mood, or the name or id of a saved scene or a central control.',
      params: z.strictObject({ scene: nameSchema }),
      body: z
        .strictObject({
          room: filterSchema,
          kind: z.enum(KINDS, { error: `must be one of ${KINDS.join(', ')}` }).optional(),
          command: z.string().min(1).max(60).optional().describe('Of a central control'),
          ...actFields,
        })
        .optional(),
      answers: {
        200: { description: 'What the house then did', schema: actSchema },
        202: { description: 'The owner has to approve it', schema: pendingSchema },
      },
      async handle({ params, body = {}, ...call }) {
        const { room, kind, command } = body;
        const own = { room, kind, command };
        const said = Object.entries(own).filter(([, value]) => value !== undefined);
        const meant = await sceneOf(params.scene, call);
        const args = { ...meant, ...Object.fromEntries(said), ...actArgs(body) };
        const { result, heard } = await calls.act('loxone_activate_scene', args, call);
        return actAnswer(result, heard);
      },
    }),
  ];
}

function moodWanted(): RouteProblem {
  return new RouteProblem(
    400,
    'mood-wanted',
    'This is a light with several moods. Use the name of a mood, and pass its room in the body.',
  );
}
