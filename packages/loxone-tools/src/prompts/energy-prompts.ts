import { needed, optional } from './arguments.js';
import type { PromptSpec } from './prompt-spec.js';

/** Energy. */
export const ENERGY_PROMPTS: readonly PromptSpec[] = [
  {
    name: 'analyze_energy_usage',
    title: 'Where the energy goes',
    description: 'What uses and makes energy, and where to save.',
    arguments: [
      optional('time_period', 'Which time.', 'period'),
      optional('focus_area', 'What it is about.', {
        choices: ['everything', 'heating', 'lighting', 'charging', 'solar', 'standby'],
      }),
    ],
    acts: false,
    resources: ({ values }) => [
      'energy/now',
      'energy/meters?limit=60',
      `energy/history?period=${energyPeriod(values.time_period)}`,
    ],
    task: () =>
      'Analyse where the energy goes. Name the largest consumers with numbers and units, what the sun and the battery gave, and what ran for nobody. Give three ways to save, each with what it would bring and whether comfort suffers. Do not estimate what the meters do not show.',
  },
  {
    name: 'monthly_energy_report',
    title: 'Energy of a month',
    description: 'A report for one month, compared with the one before.',
    arguments: [needed('month', 'As year and month: 2026-01.', 'month')],
    acts: false,
    resources: () => ['energy/meters?limit=60', 'energy/history?period=month'],
    task: () =>
      'Write the energy report of the month below: used, made, stored, fed in and charged, by meter, compared with the month before; the three days that stand out, and why as far as it shows. Use loxone_energy and loxone_history for the numbers. One page, a table first.',
  },
];

/** The periods that energy is told by; what somebody wrote freely is in the text. */
function energyPeriod(given: string | undefined): string {
  return ['day', 'week', 'month', 'year'].find((period) => given?.includes(period)) ?? 'day';
}
