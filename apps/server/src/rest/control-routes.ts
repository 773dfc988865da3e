import { z } from 'zod';
import { defineRoute, type Route, type RouteAnswer } from '../http/route.js';
import { actAnswer } from './act-answer.js';
import { chooseTool, type DeviceWish } from './command-choice.js';
import { findDevice } from './find-device.js';
import type { HouseCall, HouseCalls } from './house-calls.js';
import { REST, type RestParts } from './rest-parts.js';
import {
  type ActFields,
  actArgs,
  actFields,
  actSchema,
  nameSchema,
  pendingSchema,
  valueSchema,
} from './rest-schemas.js';

const EXAMPLE = '{"device":"bedroom-light","action":"on"}';

/** Longest name of a command or an action; those that exist are shorter. */
const MAX_WORD = 60;

/** What `args` may not hold: it says how a call is made, and has a field of its own. */
const RESERVED = ['targets', 'action', 'command', 'dry_run', 'wait_ms', 'confirm_token'];

const argsSchema = z
  .record(z.string().max(MAX_WORD), valueSchema)
  .refine((args) => RESERVED.every((name) => !Object.hasOwn(args, name)), {
    error: `must hold none of ${RESERVED.join(', ')}`,
  })
  .optional()
  .describe('Named arguments, where one value is not enough');

const wishFields = {
  value: valueSchema.optional().describe('What the action sets: 40, "warm white"'),
  args: argsSchema,
  ...actFields,
};

const controlBody = z
  .strictObject(
    {
      device: nameSchema,
      command: z
        .string()
        .min(1)
        .max(MAX_WORD)
        .optional()
        .describe('A command that the device takes'),
      action: z
        .string()
        .min(1)
        .max(MAX_WORD)
        .optional()
        .describe('A word such as on, off, dim, open'),
      ...wishFields,
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? `must be JSON like ${EXAMPLE}` : undefined,
    },
  )
  .refine(({ command, action }) => (command === undefined) !== (action === undefined), {
    error: 'must hold either action or command',
  });

const ANSWERS = {
  200: { description: 'What the house then did', schema: actSchema },
  202: { description: 'The owner has to approve it', schema: pendingSchema },
} as const;

/** Telling devices what to do. */
export function controlRoutes({ home }: RestParts, calls: HouseCalls): readonly Route[] {
  async function control(
    device: string,
    wish: DeviceWish & ActFields,
    call: HouseCall,
    place: 'params' | 'body',
  ): Promise<RouteAnswer> {
    const way = { action: REST.control, call, place };
    const found = await findDevice(device, { calls, home }, way);
    const { tool, args } = chooseTool(found.control, found.described.tool, wish);
    // A door is opened by its own name or not at all, so its tool reads the name again, strictly.
    const target = tool === 'loxone_control_access' ? device : found.control.id;
    const asked = { ...args, targets: [target], ...actArgs(wish) };
    const { result, heard } = await calls.act(tool, asked, call);
    return actAnswer(result, heard);
  }

  return [
    defineRoute({
      method: 'POST',
      path: '/api/devices/control',
      access: { to: 'key', action: REST.control },
      summary: 'Tells a device what to do',
      description: `A body such as ${EXAMPLE}, or {"device":"…","command":"set-position","args":{"position":40}}.`,
      body: controlBody,
      answers: ANSWERS,
      handle: (call) => control(call.body.device, call.body, call, 'body'),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/devices/:device/:action',
      access: { to: 'key', action: REST.control },
      summary: 'Does one thing with a device',
      description: 'Actions such as on, off, toggle, dim, open, close, stop, up, down, set.',
      params: z.strictObject({ device: nameSchema, action: z.string().min(1).max(MAX_WORD) }),
      body: z.strictObject(wishFields).optional(),
      answers: ANSWERS,
      handle: ({ params: { device, action }, body = {}, ...call }) =>
        control(device, { ...body, action }, call, 'params'),
    }),
  ];
}
