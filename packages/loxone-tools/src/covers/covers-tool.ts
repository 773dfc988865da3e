import { z } from 'zod';
import { missingArgument, strayArgument } from '../command/action-arguments.js';
import { percentSchema } from '../command/command-schema.js';
import { controlInput, defineControlTool } from '../command/define-control-tool.js';
import type { ToolKit } from '../define-tool.js';
import { wrongTool } from '../family-tools.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import { type CoverWish, coverPlanner } from './cover-planner.js';

const inputSchema = controlInput({
  action: z.enum(['open', 'close', 'stop', 'position', 'slats', 'shade']),
  position: percentSchema.optional().describe('0 = open (up), 100 = closed (down)'),
  slats: percentSchema.optional().describe('0 = horizontal, 100 = closed'),
});

/** A group takes no central control: it would move covers beyond the group. */
const scope: TargetScope = {
  plural: 'covers',
  accepts: ({ control }) => control.family === 'covers',
  selects: ({ control }) =>
    control.family === 'covers' && !control.capabilities.includes('central'),
  refuse: (entry) => wrongTool(entry, 'blind or other cover'),
};

/** `loxone_control_covers` */
export function coversTool(kit: ToolKit): ToolDefinition {
  return defineControlTool(kit, {
    name: 'loxone_control_covers',
    title: 'Control blinds',
    description:
      'Move blinds, shutters, curtains; not gates or windows. Reports what the house then did.',
    inputSchema,
    scope,
    wishOf,
    planner: coverPlanner,
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<CoverWish> {
  const { action, position, slats } = args;
  const stray = strayArgument(action, { position, slats });
  if (stray !== undefined) return { ok: false, error: stray };
  switch (action) {
    case 'position':
      if (position === undefined) return missingArgument(action, 'position');
      return { ok: true, value: { action, position } };
    case 'slats':
      if (slats === undefined) return missingArgument(action, 'slats');
      return { ok: true, value: { action, slats } };
    default:
      return { ok: true, value: { action } };
  }
}
