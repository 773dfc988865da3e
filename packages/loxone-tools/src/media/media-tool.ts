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
import { mediaPlanner } from './media-planner.js';
import type { MediaWish } from './media-wish.js';

/** The actions, and the arguments of each. */
const ACTIONS = {
  play: {},
  pause: {},
  toggle: {},
  stop: {},
  next: {},
  previous: {},
  on: {},
  off: {},
  volume: { needs: ['volume'] },
  volume_up: { takes: ['volume'] },
  volume_down: { takes: ['volume'] },
  mute: {},
  unmute: {},
  source: { needs: ['source'] },
  shuffle: { needs: ['value'] },
  repeat: { needs: ['value'] },
  announce: { needs: ['text'], takes: ['volume'] },
} as const satisfies Readonly<Record<string, ActionRule>>;

type Action = keyof typeof ACTIONS;

const NAMES = Object.keys(ACTIONS) as [Action, ...Action[]];

const inputSchema = controlInput({
  action: z.enum(NAMES).describe('volume_up stops at 80'),
  volume: percentSchema.optional().describe('Percent; of volume_up/down by how much'),
  source: z.union([z.string(), z.number()]).optional().describe('Name or number'),
  value: z.enum(['on', 'off', 'all', 'title']).optional(),
  text: z.string().optional(),
});

/** A group takes no central control: it would reach zones beyond the group. */
const scope: TargetScope = {
  plural: 'music zones',
  accepts: ({ control }) => control.family === 'media',
  selects: ({ control }) => control.family === 'media' && !control.capabilities.includes('central'),
  refuse: (entry) => wrongTool(entry, 'music zone'),
};

/** `loxone_control_media` */
export function mediaTool(kit: ToolKit): ToolDefinition {
  return defineControlTool(kit, {
    name: 'loxone_control_media',
    title: 'Control music',
    annotations: STEPPING,
    description: 'Control music zones and remote controls, or speak a text.',
    inputSchema,
    scope,
    wishOf,
    planner: mediaPlanner,
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<MediaWish> {
  const { action, volume, source, value, text } = args;
  const error = checkArguments(action, ACTIONS, { volume, source, value, text });
  if (error !== undefined) return { ok: false, error };
  switch (action) {
    case 'volume':
      return { ok: true, value: { action, volume: volume ?? 0 } };
    case 'volume_up':
    case 'volume_down':
      return { ok: true, value: { action, step: volume } };
    case 'source':
      return { ok: true, value: { action, source: source ?? '' } };
    case 'shuffle':
    case 'repeat':
      return orderWish(action, value);
    case 'announce':
      if (text === undefined || text === '') return wrongArgument('text is empty.');
      return { ok: true, value: { action, text, volume } };
    default:
      return { ok: true, value: { action } };
  }
}

type Value = z.output<typeof inputSchema>['value'];

const REPEATS = { on: 'all', all: 'all', title: 'title', off: 'nothing' } as const;

function orderWish(action: 'shuffle' | 'repeat', value: Value): Outcome<MediaWish> {
  if (action === 'repeat') {
    return { ok: true, value: { action, what: REPEATS[value ?? 'off'] } };
  }
  if (value === 'on' || value === 'off') {
    return { ok: true, value: { action, isOn: value === 'on' } };
  }
  return wrongArgument('action shuffle takes value on or off.');
}
