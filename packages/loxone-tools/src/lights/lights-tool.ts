import { z } from 'zod';
import { missingArgument, strayArgument } from '../command/action-arguments.js';
import { percentSchema } from '../command/command-schema.js';
import { controlInput, defineControlTool } from '../command/define-control-tool.js';
import type { ToolKit } from '../define-tool.js';
import { isPlainSwitch, wrongTool } from '../family-tools.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import { type LightWish, lightPlanner } from './light-planner.js';

const inputSchema = controlInput({
  action: z.enum(['on', 'off', 'brightness', 'mood']),
  brightness: percentSchema.optional().describe('Percent'),
  mood: z.union([z.string(), z.number()]).optional().describe('Name or id'),
});

/**
 * Houses wire lamps as plain switches. A named one is taken at its word; a group takes only those
 * that the house itself files under lights, and no central control: it would act beyond the group.
 */
const scope: TargetScope = {
  plural: 'lights',
  accepts: ({ control }) => control.family === 'lights' || isPlainSwitch(control),
  selects: ({ control, category }) =>
    !control.capabilities.includes('central') &&
    (control.family === 'lights' || (isPlainSwitch(control) && category?.type === 'lights')),
  refuse: (entry) => wrongTool(entry, 'light'),
};

/** `loxone_control_lights` */
export function lightsTool(kit: ToolKit): ToolDefinition {
  return defineControlTool(kit, {
    name: 'loxone_control_lights',
    title: 'Control lights',
    description:
      'Switch or dim lights or set a mood; circuits and switches by name. Reports what the house then did.',
    inputSchema,
    scope,
    wishOf,
    planner: lightPlanner,
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<LightWish> {
  const { action, brightness, mood } = args;
  const stray = strayArgument(action, { brightness, mood });
  if (stray !== undefined) return { ok: false, error: stray };
  switch (action) {
    case 'brightness':
      if (brightness === undefined) return missingArgument(action, 'brightness');
      return { ok: true, value: { action, brightness } };
    case 'mood':
      if (mood === undefined) return missingArgument(action, 'mood');
      return { ok: true, value: { action, mood } };
    default:
      return { ok: true, value: { action } };
  }
}
