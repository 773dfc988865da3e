import { z } from 'zod';
import { type ActionRule, checkArguments, wrongArgument } from '../command/action-arguments.js';
import { percentSchema } from '../command/command-schema.js';
import { STEPPING } from '../command/control-tool.js';
import { controlInput, defineControlTool } from '../command/define-control-tool.js';
import type { ToolKit } from '../define-tool.js';
import { wrongTool } from '../family-tools.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import { type LightWish, lightPlanner } from './light-planner.js';
import { parseColor } from './parse-color.js';

/** The actions, and the arguments of each. */
const ACTIONS = {
  on: {},
  off: {},
  toggle: {},
  brightness: { needs: ['brightness'] },
  brighter: { takes: ['brightness'] },
  darker: { takes: ['brightness'] },
  color: { needs: ['color'], takes: ['brightness'] },
  mood: { needs: ['mood'] },
  add_mood: { needs: ['mood'] },
  remove_mood: { needs: ['mood'] },
  next_mood: {},
  previous_mood: {},
  pulse: {},
} as const satisfies Readonly<Record<string, ActionRule>>;

type Action = keyof typeof ACTIONS;

const NAMES = Object.keys(ACTIONS) as [Action, ...Action[]];

/** How much lighter or darker, when nobody says. */
const STEP = 20;

const inputSchema = controlInput({
  action: z.enum(NAMES).describe('pulse: stairwell light, on for its time'),
  brightness: percentSchema.optional().describe('Percent; of brighter/darker by how much'),
  color: z.string().optional().describe('Name, #hex, hsv(h,s,v) or 2700K'),
  mood: z.union([z.string(), z.number()]).optional().describe('Name or id'),
});

/** Lamps are wired to these too; which of them are lamps only the house can tell. */
const SWITCHES: ReadonlySet<string> = new Set(['Switch', 'TimedSwitch']);

/**
 * Houses wire lamps as plain switches. A named one is taken at its word; a group takes only those
 * that the house itself files under lights, and no central control: it would act beyond the group.
 */
const scope: TargetScope = {
  plural: 'lights',
  accepts: ({ control }) => control.family === 'lights' || SWITCHES.has(control.type),
  selects: ({ control, category }) =>
    !control.capabilities.includes('central') &&
    (control.family === 'lights' || (SWITCHES.has(control.type) && category?.type === 'lights')),
  refuse: (entry) => wrongTool(entry, 'light'),
};

/** `loxone_control_lights` */
export function lightsTool(kit: ToolKit): ToolDefinition {
  return defineControlTool(kit, {
    name: 'loxone_control_lights',
    title: 'Control lights',
    annotations: STEPPING,
    description: 'Switch, dim or colour lights, or set a mood; switches by name.',
    inputSchema,
    scope,
    wishOf,
    planner: lightPlanner,
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<LightWish> {
  const { action, brightness, color, mood } = args;
  const error = checkArguments(action, ACTIONS, { brightness, color, mood });
  if (error !== undefined) return { ok: false, error };
  switch (action) {
    case 'brightness':
      return { ok: true, value: { action, brightness: brightness ?? 0 } };
    case 'brighter':
    case 'darker':
      return { ok: true, value: { action, step: brightness ?? STEP } };
    case 'mood':
    case 'add_mood':
    case 'remove_mood':
      return { ok: true, value: { action, mood: mood ?? '' } };
    case 'color':
      return colorWish(color ?? '', brightness);
    case 'next_mood':
    case 'previous_mood':
      return { ok: true, value: { action } };
    default:
      return { ok: true, value: { action } };
  }
}

function colorWish(text: string, brightness: number | undefined): Outcome<LightWish> {
  const color = parseColor(text);
  if (color === undefined) {
    return wrongArgument('color is not known.', 'Pass a name, #ff8800, hsv(30,100,80) or 2700K.');
  }
  return { ok: true, value: { action: 'color', color, brightness } };
}
