import { z } from 'zod';
import { type ActionRule, checkArguments } from '../command/action-arguments.js';
import { numberWithin } from '../command/command-schema.js';
import { controlInput, defineControlTool } from '../command/define-control-tool.js';
import type { ToolKit } from '../define-tool.js';
import { wrongTool } from '../family-tools.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import { climatePlanner } from './climate-planner.js';
import type { ClimateWish } from './climate-wish.js';

/** The actions, and the arguments of each. */
const ACTIONS = {
  temperature: { needs: ['temperature'], takes: ['duration_s'] },
  comfort_temperature: { needs: ['temperature'] },
  mode: { needs: ['mode'], takes: ['duration_s'] },
  ventilation: { needs: ['speed'], takes: ['duration_s'] },
  resume: {},
  on: { takes: ['temperature'] },
  off: { takes: ['duration_s'] },
} as const satisfies Readonly<Record<string, ActionRule>>;

type Action = keyof typeof ACTIONS;

const NAMES = Object.keys(ACTIONS) as [Action, ...Action[]];

const MAX_SECONDS = 30 * 86_400;

const inputSchema = controlInput({
  action: z.enum(NAMES).describe('comfort_temperature: the stored one; resume: end overrides'),
  temperature: z.number().optional().describe("In the house's unit"),
  mode: z
    .union([z.string(), z.number()])
    .optional()
    .describe(
      'auto, heating, cooling, manual, off, comfort, eco, building_protection, boost, or its own',
    ),
  speed: z.union([z.string(), z.number()]).optional().describe('Percent, name, on or off'),
  duration_s: numberWithin(1, MAX_SECONDS).optional(),
});

/** These act for all rooms, so a group of one room must not reach them. */
const WHOLE_HOUSE: ReadonlySet<string> = new Set(['ClimateController', 'ClimateControllerUS']);

/** A sauna is no climate of a house, so a group leaves it out; one that is named is meant. */
const scope: TargetScope = {
  plural: 'heating, cooling or ventilation controls',
  accepts: ({ control }) => control.family === 'climate' || control.type === 'Sauna',
  selects: ({ control }) => control.family === 'climate' && !WHOLE_HOUSE.has(control.type),
  refuse: (entry) => wrongTool(entry, 'climate control'),
};

/** `loxone_set_climate` */
export function climateTool(kit: ToolKit): ToolDefinition {
  return defineControlTool(kit, {
    name: 'loxone_set_climate',
    title: 'Set climate',
    description: 'Set heating, cooling, air conditioning, ventilation or a sauna.',
    inputSchema,
    scope,
    wishOf,
    planner: climatePlanner,
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<ClimateWish> {
  const { action, temperature, mode, speed, duration_s: duration } = args;
  const seconds = duration === undefined ? undefined : Math.round(duration);
  const error = checkArguments(action, ACTIONS, { temperature, mode, speed, duration_s: seconds });
  if (error !== undefined) return { ok: false, error };
  switch (action) {
    case 'temperature':
      return { ok: true, value: { action, temperature: temperature ?? 0, seconds } };
    case 'comfort_temperature':
      return { ok: true, value: { action, temperature: temperature ?? 0 } };
    case 'mode':
      return { ok: true, value: { action, mode: mode ?? '', seconds } };
    case 'ventilation':
      return { ok: true, value: { action, speed: speed ?? '', seconds } };
    case 'on':
      return { ok: true, value: { action, temperature } };
    case 'off':
      return { ok: true, value: { action, seconds } };
    case 'resume':
      return { ok: true, value: { action } };
  }
}
