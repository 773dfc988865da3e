import { needed, optional, ROOM } from './arguments.js';
import type { PromptSpec } from './prompt-spec.js';

/** Getting a house ready for a part of the day or for company. */
export const ROUTINE_PROMPTS: readonly PromptSpec[] = [
  {
    name: 'make_home_cozy',
    title: 'Make it cosy',
    description: 'Light, warmth and music for a comfortable hour.',
    arguments: [
      optional('time_of_day', 'When it is for.', {
        choices: ['morning', 'afternoon', 'evening', 'night'],
      }),
      optional('weather', 'What it is like outside.', {
        choices: ['sunny', 'cloudy', 'rainy', 'snowy', 'stormy', 'cold', 'hot'],
      }),
      ROOM,
      optional('mood', 'A mood of the house, or a word for one.', 'mood'),
    ],
    acts: true,
    resources: ({ roomIds }) => [
      ...(roomIds.length === 0 ? ['home'] : []),
      'scenes?limit=60',
      'weather/current',
    ],
    task: () =>
      'Make the house cosy. Choose light by its moods, the warmth, and music if there are zones for it. Prefer few changes that fit together; leave alone what nobody mentioned and what is in use.',
  },
  {
    name: 'prepare_for_event',
    title: 'Prepare for guests',
    description: 'Light, climate and music for a dinner, a party, a film or work.',
    arguments: [
      needed('event_type', 'What it is.', {
        choices: ['dinner', 'party', 'movie night', 'meeting', 'birthday', 'romantic evening'],
      }),
      ROOM,
      optional('duration', 'How long it goes on.', {
        choices: ['1 hour', '2 hours', '3 hours', 'all evening', 'all day'],
      }),
      optional('guest_count', 'How many people come.', {
        choices: ['2', '4', '6', '8', '10', '20'],
      }),
      optional('mood', 'A mood of the lights there.', 'mood'),
    ],
    acts: true,
    resources: ({ roomIds }) => [
      ...(roomIds.length === 0 ? ['home'] : []),
      'scenes?limit=60',
      'audio/zones?limit=30',
    ],
    task: () =>
      'Prepare the house for the event below. Think of light, blinds, climate (many people warm a room) and music, and of what should be quiet meanwhile. Say what should be set back afterwards.',
  },
  {
    name: 'good_morning_routine',
    title: 'Good morning',
    description: 'Blinds, light and warmth for the start of the day.',
    arguments: [
      optional('wake_time', 'When the day begins.', 'time'),
      optional('day_type', 'What kind of day it is.', {
        choices: ['workday', 'weekend', 'holiday', 'vacation'],
      }),
      optional('weather_outside', 'What it is like outside.', {
        choices: ['sunny', 'cloudy', 'rainy', 'snowy', 'cold', 'hot'],
      }),
      ROOM,
    ],
    acts: true,
    resources: () => ['home', 'weather/current', 'climate/overview?limit=40'],
    task: () =>
      'Start the day. Open blinds where people are up, bring light gently, and bring living rooms to their comfort temperature. Mention what is worth knowing: open windows, alarms that are armed, the weather.',
  },
  {
    name: 'good_night_routine',
    title: 'Good night',
    description: 'Everything off and closed for the night.',
    arguments: [
      optional('bedtime', 'When the night begins.', 'time'),
      optional('wake_time', 'When it ends.', 'time'),
      optional('security_mode', 'How the alarm should be.', {
        choices: ['off', 'home', 'away', 'leave as it is'],
      }),
    ],
    acts: true,
    resources: () => ['home', 'security/status?limit=60', 'climate/overview?limit=40'],
    task: () =>
      'Get the house ready for the night: what is still on, open or unlocked, and should not be? Turn lights off, close blinds of bedrooms, lower temperatures. Locks and alarms only after a clear yes to each.',
  },
];
