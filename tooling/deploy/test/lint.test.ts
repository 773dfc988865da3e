import { describe, expect, it } from 'vitest';
import { lint } from '../src/lint/lint.js';
import { readFile, serverVersion } from './support/files.js';
import { KNOWN_SETTINGS } from './support/known-settings.js';

describe('the files that are installed', () => {
  it('have nothing against them', () => {
    const all = lint({ read: readFile, known: KNOWN_SETTINGS, version: serverVersion() });
    expect(all.filter(({ holds }) => !holds)).toEqual([]);
    expect(all.length).toBeGreaterThan(150);
  });
});
