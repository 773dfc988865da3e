import { needed, optional } from './arguments.js';
import type { PromptSpec } from './prompt-spec.js';

/** Climate. */
export const COMFORT_PROMPTS: readonly PromptSpec[] = [
  {
    name: 'optimize_comfort_zone',
    title: 'Improve comfort',
    description: 'Better temperatures, air and shade for the rooms that are used.',
    arguments: [
      optional('target_rooms', 'Rooms, separated by commas.', 'rooms'),
      optional('occupancy_pattern', 'When somebody is there.', {
        choices: ['always', 'mornings and evenings', 'workdays', 'weekends', 'irregular'],
      }),
      optional('priority', 'What matters most.', {
        choices: ['comfort', 'energy', 'air quality', 'balance'],
      }),
    ],
    acts: true,
    resources: () => [
      'climate/overview?limit=60',
      'sensors/humidity?limit=30',
      'sensors/air-quality?limit=30',
      'weather/current',
    ],
    task: () =>
      'Improve the comfort of the rooms below, or of all. Compare what is with what is aimed at, room by room; look for windows that are open while it heats, for air that is too dry, too damp or used up, and for sun that heats rooms. Propose at most five changes, the most useful first.',
  },
  {
    name: 'seasonal_adjustment',
    title: 'Change of season',
    description: 'Heating, cooling, shade and schedules for a new season.',
    arguments: [
      needed('season', 'The season that begins.', {
        choices: ['spring', 'summer', 'autumn', 'winter'],
      }),
      optional('climate_zone', 'What the seasons are like there.', {
        choices: ['mild', 'alpine', 'continental', 'mediterranean', 'nordic'],
      }),
      optional('adjustment_scope', 'What it is about.', {
        choices: ['heating', 'cooling', 'shading', 'lighting', 'everything'],
      }),
    ],
    acts: true,
    resources: () => ['climate/overview?limit=60', 'categories', 'weather/current'],
    task: () =>
      'Prepare the house for the season. Go through heating and cooling, shade, ventilation, light, irrigation and pool, as far as the house has them. Tell what can be set here from what the owner has to change in the configuration of the Miniserver.',
  },
];
