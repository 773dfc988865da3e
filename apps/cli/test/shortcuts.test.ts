import { describe, expect, it } from 'vitest';
import { type FamilyShortcut, familyCall } from '../src/client/shortcuts/family-command.js';
import { climateWish, coverWish, lightWish } from '../src/client/shortcuts/wish-words.js';

const LIGHTS: FamilyShortcut = {
  name: 'lights',
  description: '',
  wishes: 'on, off',
  family: 'lights',
  tool: 'loxone_control_lights',
  readWish: lightWish,
};

describe('words of a wish', () => {
  it.each([
    [lightWish, 'on', { action: 'on' }],
    [lightWish, '40', { action: 'brightness', args: { brightness: 40 } }],
    [lightWish, '40%', { action: 'brightness', args: { brightness: 40 } }],
    [lightWish, 'darker 5', { action: 'darker', args: { brightness: 5 } }],
    [lightWish, 'brighter', { action: 'brighter' }],
    [lightWish, 'mood Movie night', { action: 'mood', args: { mood: 'Movie night' } }],
    [lightWish, 'colour warm white', { action: 'color', args: { color: 'warm white' } }],
    [coverWish, 'close', { action: 'close' }],
    [coverWish, '50', { action: 'position', args: { position: 50 } }],
    [coverWish, 'slats 30', { action: 'slats', args: { slats: 30 } }],
    [climateWish, '21,5', { action: 'temperature', args: { temperature: 21.5 } }],
    [climateWish, '21.5°', { action: 'temperature', args: { temperature: 21.5 } }],
    [
      climateWish,
      'mode building protection',
      { action: 'mode', args: { mode: 'building protection' } },
    ],
    [climateWish, 'resume', { action: 'resume' }],
  ])('%o reads %s', (read, words, wish) => {
    expect(read(words.split(' '))).toEqual(wish);
  });

  it.each([
    [lightWish, 'dance'],
    [lightWish, 'mood'],
    [lightWish, 'on off'],
    [lightWish, '0x10'],
    [lightWish, 'constructor'],
    [coverWish, 'slats'],
    [coverWish, 'slats many'],
    [climateWish, 'warm'],
    [climateWish, ''],
  ])('%o reads nothing in %j', (read, words) => {
    expect(read(words.split(' '))).toBeUndefined();
  });
});

describe('what a shortcut calls', () => {
  it.each([
    [[], {}, { name: 'loxone_search', args: { family: 'lights', limit: 100 } }],
    [
      [],
      { room: 'Kitchen' },
      { name: 'loxone_search', args: { family: 'lights', limit: 100, room: 'Kitchen' } },
    ],
    [['Desk'], {}, { name: 'loxone_get_state', args: { targets: ['Desk'] } }],
    [
      ['Desk', 'on'],
      {},
      { name: 'loxone_control_lights', args: { targets: ['Desk'], action: 'on' } },
    ],
    [
      ['off'],
      { room: 'Kitchen' },
      {
        name: 'loxone_control_lights',
        args: { targets: [{ room: 'Kitchen', all: true }], action: 'off' },
      },
    ],
    [
      ['off'],
      { floor: 'EG', dryRun: true },
      {
        name: 'loxone_control_lights',
        args: { targets: [{ floor: 'EG', all: true }], action: 'off', dry_run: true },
      },
    ],
    [
      ['off'],
      { all: true },
      { name: 'loxone_control_lights', args: { targets: [{ all: true }], action: 'off' } },
    ],
  ])('%j %j', (words, options, call) => {
    expect(familyCall(LIGHTS, words, options)).toEqual(call);
  });

  it('says what can be done when the words say nothing', () => {
    expect(() => familyCall(LIGHTS, ['Kitchen', 'light', 'on'], {})).toThrow(
      /"light on" is nothing that lights do.*A name of several words goes in quotes/,
    );
  });
});
