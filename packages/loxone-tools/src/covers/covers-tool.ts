import { z } from 'zod';
import { type ActionRule, checkArguments } from '../command/action-arguments.js';
import { percentSchema } from '../command/command-schema.js';
import { controlInput, defineControlTool } from '../command/define-control-tool.js';
import type { ToolKit } from '../define-tool.js';
import { wrongTool } from '../family-tools.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import { type CoverWish, coverPlanner } from './cover-planner.js';

/** The actions, and the arguments of each. */
const ACTIONS = {
  open: {},
  close: {},
  up: {},
  down: {},
  stop: {},
  position: { needs: ['position'], takes: ['slats'] },
  slats: { needs: ['slats'] },
  shade: {},
  auto: {},
  auto_off: {},
} as const satisfies Readonly<Record<string, ActionRule>>;

type Action = keyof typeof ACTIONS;

const NAMES = Object.keys(ACTIONS) as [Action, ...Action[]];

const inputSchema = controlInput({
  action: z.enum(NAMES).describe('auto: follow the sun'),
  position: percentSchema
    .optional()
    .describe('0 = open (up), 100 = closed (down); awning: 0 = in, 100 = out'),
  slats: percentSchema.optional().describe('0 = horizontal, 100 = closed'),
});

/** Buttons that may move a cover; taken only when they are named. */
const BUTTONS = 'UpDownDigital';

/** A group takes no central control: it would move covers beyond the group. */
const scope: TargetScope = {
  plural: 'covers',
  accepts: ({ control }) => control.family === 'covers' || control.type === BUTTONS,
  selects: ({ control }) =>
    control.family === 'covers' && !control.capabilities.includes('central'),
  refuse: (entry) => wrongTool(entry, 'blind or other cover'),
};

/** `loxone_control_covers` */
export function coversTool(kit: ToolKit): ToolDefinition {
  return defineControlTool(kit, {
    name: 'loxone_control_covers',
    title: 'Control blinds',
    description: 'Move blinds, shutters, curtains, awnings; not gates or windows.',
    inputSchema,
    scope,
    wishOf,
    planner: coverPlanner,
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<CoverWish> {
  const { action, position, slats } = args;
  const error = checkArguments(action, ACTIONS, { position, slats });
  if (error !== undefined) return { ok: false, error };
  switch (action) {
    case 'position':
      return { ok: true, value: { action, position: position ?? 0, slats } };
    case 'slats':
      return { ok: true, value: { action, slats: slats ?? 0 } };
    case 'open':
    case 'close':
      return { ok: true, value: { action } };
    default:
      return { ok: true, value: { action } };
  }
}
