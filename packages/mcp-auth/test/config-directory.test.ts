import { describe, expect, it } from 'vitest';
import { configDirectory } from '../src/config-directory.js';

describe('configDirectory', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '/x', HOME: '/home/u' }, '/x/notes'],
    ['linux', { HOME: '/home/u' }, '/home/u/.config/notes'],
    ['darwin', { HOME: '/Users/u' }, '/Users/u/.config/notes'],
    ['linux', { XDG_CONFIG_HOME: 'relative', HOME: '/home/u' }, '/home/u/.config/notes'],
    ['linux', { XDG_CONFIG_HOME: '', HOME: '/home/u' }, '/home/u/.config/notes'],
    ['linux', { APPDATA: 'C:\\x', HOME: '/home/u' }, '/home/u/.config/notes'],
    [
      'win32',
      { APPDATA: 'C:\\Users\\u\\AppData\\Roaming' },
      'C:\\Users\\u\\AppData\\Roaming\\notes',
    ],
  ] as const)('is on %s with %j: %s', (platform, env, path) => {
    expect(configDirectory('notes', env, platform)).toEqual({ ok: true, path });
  });

  it.each([
    ['linux', {}, /neither XDG_CONFIG_HOME nor HOME/],
    ['linux', { HOME: 'home' }, /neither XDG_CONFIG_HOME nor HOME/],
    ['linux', { APPDATA: 'C:\\x' }, /neither XDG_CONFIG_HOME nor HOME/],
    ['win32', { HOME: '/home/u' }, /has no APPDATA/],
    ['win32', { APPDATA: 'x' }, /has no APPDATA/],
  ] as const)('is not guessed on %s with %j', (platform, env, problem) => {
    const found = configDirectory('notes', env, platform);
    expect(found).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});
