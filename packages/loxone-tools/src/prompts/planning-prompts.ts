import { needed, optional, ROOM } from './arguments.js';
import type { PromptSpec } from './prompt-spec.js';

/** Thinking ahead. */
export const PLANNING_PROMPTS: readonly PromptSpec[] = [
  {
    name: 'create_custom_scene',
    title: 'Make a scene',
    description: 'A scene of several devices, to be saved or to be tried.',
    arguments: [
      needed('scene_name', 'What it is called.', 'scene'),
      needed('scene_purpose', 'What it is for.'),
      optional('included_rooms', 'Rooms, separated by commas.', 'rooms'),
      optional('automation_types', 'What it may move.', {
        choices: ['lights', 'blinds', 'climate', 'media', 'everything'],
      }),
    ],
    acts: true,
    resources: ({ roomIds }) => [...(roomIds.length === 0 ? ['home'] : []), 'scenes?limit=60'],
    task: () =>
      'Make a scene as below. Use moods that exist before single lamps. List each step as device, action and value, in an order that makes sense; check every step with dry_run. Show the list before it is tried, and save it only where loxone_manage_scenes is offered and the person wants it.',
  },
  {
    name: 'plan_automation',
    title: 'Plan an automation',
    description: 'How the house could do something by itself.',
    arguments: [needed('goal', 'What the house should do by itself.'), ROOM],
    acts: false,
    resources: ({ roomIds }) => [
      ...(roomIds.length === 0 ? ['structure/summary'] : []),
      'system/capabilities',
      'sensors/presence?limit=40',
    ],
    task: () =>
      'Plan the automation below with the devices that the house has: what starts it, under which conditions, what it does, how it ends, and what must never happen. Say which part the Miniserver does already, which its owner would configure there, and which a saved scene could do. Name what is missing.',
  },
  {
    name: 'vacation_mode',
    title: 'Going away',
    description: 'Get the house ready for an absence, and for the return.',
    arguments: [
      needed('dates', 'From when to when: 2026-07-01 to 2026-07-14.', 'date'),
      optional('mode', 'The mode of the house meanwhile.', 'mode'),
    ],
    acts: true,
    resources: () => [
      'home',
      'security/status?limit=60',
      'climate/overview?limit=40',
      'scenes?limit=60',
    ],
    task: () =>
      'Get the house ready for the absence below: windows and doors, lights and appliances, heating or cooling, hot water, blinds, irrigation, alarm, and the mode of the house. Then list what to undo, and when, so that it is comfortable on the return. What needs the owner is a list of its own.',
  },
];
