import { describe, expect, it } from 'vitest';
import { chosenGroups, GROUPS } from '../src/groups.js';
import { readSettings } from '../src/settings.js';

describe('the settings', () => {
  it('are those of a full run without arguments', () => {
    expect(readSettings([])).toEqual({
      only: [],
      keys: [1_000, 100_000, 1_000_000],
      rounds: 9,
      share: 1,
      json: undefined,
    });
  });

  it('are read from arguments, sizes in ascending order', () => {
    const args = ['--only', 'audit,verify', '--keys', '30,4', '--rounds=2', '--quick'];
    expect(readSettings([...args, '--json', 'out.json'])).toEqual({
      only: ['audit', 'verify'],
      keys: [4, 30],
      rounds: 2,
      share: 0.02,
      json: 'out.json',
    });
  });

  it.each(['0', '-1', '1.5', 'many', ''])('refuse %j as a number', (text) => {
    expect(() => readSettings([`--rounds=${text}`])).toThrow(RangeError);
    expect(() => readSettings([`--keys=10,${text}`])).toThrow(RangeError);
  });

  it('refuse what is no argument', () => {
    expect(() => readSettings(['--round', '1'])).toThrow(TypeError);
    expect(() => readSettings(['verify'])).toThrow(TypeError);
  });
});

describe('the choice of groups', () => {
  it('is all of them, or those that are named, in their own order', () => {
    expect(chosenGroups([])).toEqual(Object.values(GROUPS));
    expect(chosenGroups(['audit', 'verify'])).toEqual([GROUPS.verify, GROUPS.audit]);
  });

  it.each(['verfy', 'constructor', ''])('refuses %j', (name) => {
    expect(() => chosenGroups(['verify', name])).toThrow(RangeError);
  });
});
