import {
  type ArgumentSpec,
  type CommandSpec,
  commandsOf,
  narrowCommand,
} from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.js';
import { actionsFor } from './command-choice.js';
import { listDevices } from './device-list.js';
import { type FoundDevice, findDevice } from './find-device.js';
import type { HouseCalls, Structured } from './house-calls.js';
import { REST, type RestParts } from './rest-parts.js';
import {
  cursorSchema,
  deviceRowSchema,
  deviceSchema,
  filterSchema,
  limitSchema,
  nameSchema,
  pageSchema,
} from './rest-schemas.js';

const FAMILIES = [
  'lights',
  'covers',
  'switches',
  'climate',
  'media',
  'access',
  'security',
  'energy',
  'sensors',
  'scenes',
  'appliances',
  'information',
] as const;

/** Looking at devices. */
export function deviceRoutes({ home }: RestParts, calls: HouseCalls): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/devices',
      access: { to: 'key', action: REST.devices },
      summary: 'Lists devices',
      description: 'Those that the key sees, with how they are; best first where there is a q.',
      query: z.strictObject({
        q: filterSchema.describe('Words: name, room, category, kind, in any language of the house'),
        room: filterSchema,
        family: z.enum(FAMILIES, { error: `must be one of ${FAMILIES.join(', ')}` }).optional(),
        type: filterSchema.describe('Kind of device: "dimmer", or Loxone\'s own name of the type'),
        limit: limitSchema,
        cursor: cursorSchema,
      }),
      answers: {
        200: {
          description: 'A page of devices',
          schema: pageSchema('devices', deviceRowSchema, {
            suggestions: z.array(z.string()).optional(),
          }),
        },
      },
      handle: async (call) => ({
        status: 200,
        body: await listDevices(
          call.query,
          { calls, home },
          { action: REST.devices, call, place: 'query' },
        ),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/devices/:device',
      access: { to: 'key', action: REST.devices },
      summary: 'Shows one device',
      description: 'What it is, how it is, and what it can be told.',
      params: z.strictObject({ device: nameSchema }),
      answers: { 200: { description: 'The device', schema: deviceSchema } },
      async handle(call) {
        const way = { action: REST.devices, call, place: 'params' } as const;
        const found = await findDevice(call.params.device, { calls, home }, way);
        const targets = [found.control.id];
        const read = await calls.look('loxone_get_state', { targets, detail: 'all' }, way);
        const states = home.states(found.control.id);
        const commands = commandsOf(found.control).map((spec) =>
          commandRow(narrowCommand(spec, found.control, states)),
        );
        return { status: 200, body: deviceBody(found, read, commands) };
      },
    }),
  ];
}

const readSchema = z.looseObject({
  devices: z.array(z.looseObject({ states: z.array(z.unknown()) })),
});

function deviceBody(
  { control, described, notice }: FoundDevice,
  read: Structured,
  commands: readonly Structured[],
): Structured {
  const { id, name, room, part_of, family, capabilities, secured, state, tool } = described;
  const { moods, parts, type } = described;
  const [device] = readSchema.parse(read).devices;
  return {
    id,
    name,
    room,
    part_of,
    family,
    type: type.replace(/ \([^()]*\)$/u, ''),
    loxone_type: control.type,
    capabilities,
    secured,
    state,
    states: device?.states ?? [],
    actions: actionsFor(control, tool),
    commands,
    moods,
    parts,
    notice,
  };
}

function commandRow({ name, meaning, risk, args }: CommandSpec): Structured {
  return { name, meaning, risk, ...(args.length > 0 && { args: args.map(argumentRow) }) };
}

function argumentRow(argument: ArgumentSpec): Structured {
  const { name, kind, meaning } = argument;
  switch (argument.kind) {
    case 'number': {
      const { min, max, unit } = argument;
      return { name, kind, meaning, min, max, unit };
    }
    case 'choice':
      return { name, kind, meaning, choices: Object.keys(argument.choices) };
    case 'text':
      return { name, kind, meaning, example: argument.example };
  }
}
