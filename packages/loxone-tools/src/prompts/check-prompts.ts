import { needed, optional, ROOM } from './arguments.js';
import type { PromptSpec } from './prompt-spec.js';

/** Looking for what is not as it should be. */
export const CHECK_PROMPTS: readonly PromptSpec[] = [
  {
    name: 'security_mode_analysis',
    title: 'How safe is it',
    description: 'Doors, windows, locks and alarms against how the house is used now.',
    arguments: [
      optional('occupancy_status', 'Who is there.', {
        choices: ['home', 'away', 'asleep', 'guests', 'vacation'],
      }),
      optional('time_away', 'For how long nobody is there.', {
        choices: ['1 hour', 'a day', 'a weekend', 'a week', 'two weeks'],
      }),
      optional('security_level', 'How careful to be.', { choices: ['low', 'normal', 'high'] }),
    ],
    acts: false,
    resources: () => ['security/status?limit=100', 'sensors/motion?limit=40', 'system/status'],
    task: () =>
      'Judge how safe the house is for the situation below: what is open or unlocked, which alarms are armed or report something, and what cannot be known from here. List what to do, the most urgent first.',
  },
  {
    name: 'troubleshoot_automation',
    title: 'Something does not work',
    description: 'Find out why a device or an automation does not do what it should.',
    arguments: [
      needed('issue_description', 'What happens, and what should.'),
      ROOM,
      optional('affected_devices', 'Devices, separated by commas.', 'devices'),
      optional('when_started', 'Since when.', 'instant'),
    ],
    acts: false,
    resources: () => ['system/status', 'system/diagnostics', 'events?limit=50'],
    task: () =>
      'Find the cause of the problem below. Look at the states of the devices: locks, safety inputs, modes and schedules that hold them back, and at what happened before. Tell what you know from what you suppose, name the test that would decide, and the smallest change that would help.',
  },
  {
    name: 'house_check',
    title: 'Check the house',
    description: 'What is on, open or unlocked before leaving or before the night.',
    arguments: [needed('occasion', 'What comes next.', { choices: ['leaving', 'night'] }), ROOM],
    acts: true,
    resources: () => ['home', 'security/status?limit=100', 'sensors/door-window?limit=60'],
    task: ({ values }) =>
      `Check the house before ${values.occasion === 'night' ? 'the night' : 'everybody leaves'}. List what is on, open, unlocked or unusual, room by room and nothing else; then offer to put it right in one step.`,
  },
  {
    name: 'explain_room',
    title: 'Explain a room',
    description: 'What a room has, how it is now, and what can be said to it.',
    arguments: [
      needed('room', 'Which room.', 'room'),
      optional('device', 'One device in it that matters most.', 'device'),
    ],
    acts: false,
    resources: ({ roomIds }) => roomIds.map((id) => `rooms/${encodeURIComponent(id)}/overview`),
    task: () =>
      'Explain the room below to somebody who has never been in it: what there is, how it is now, and five things they could ask for, each as a sentence that would work.',
  },
  {
    name: 'find_anomalies',
    title: 'What is unusual',
    description: 'Values and events that do not fit the rest of a period.',
    arguments: [optional('period', 'Which time.', 'period'), ROOM],
    acts: false,
    resources: () => ['home', 'events?limit=100', 'energy/now', 'sensors/temperature?limit=60'],
    task: () =>
      'Look for what is unusual: devices that are on for too long, rooms that are much warmer or colder than others, sensors that report nothing or never change, energy that nobody uses. Read the history of what stands out. Give at most seven findings with the numbers that show them, and say which are likely harmless.',
  },
];
