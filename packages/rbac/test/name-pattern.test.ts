import { describe, expect, it } from 'vitest';
import type { NamePattern } from '../src/name-pattern.js';
import { parseNamePattern } from '../src/name-pattern.js';
import type { NameKind } from '../src/roles.js';

function pattern(kind: NameKind, value: string): NamePattern {
  const parsed = parseNamePattern(kind, value);
  if (!parsed.ok) {
    throw new TypeError(`value must be a pattern: ${parsed.problem}`);
  }
  return parsed.pattern;
}

describe('names of tools, prompts and verbs', () => {
  it.each([
    ['loxone_search', 'loxone_search', true],
    ['loxone_search', 'loxone_search2', false],
    ['loxone_search', 'Loxone_search', false],
    ['loxone_*', 'loxone_search', true],
    ['loxone_*', 'loxone_control_lights', true],
    ['loxone_*', 'loxone', false],
    ['loxone_*', 'loxonex_search', false],
    ['loxone_*', 'my_loxone_search', false],
    ['loxone_*_lights', 'loxone_control_lights', true],
    ['loxone_*_lights', 'loxone_control_all_lights', false],
    ['loxone_*_lights', 'loxone_control_covers', false],
    ['*_lights', 'control_lights', true],
    ['keys.*', 'keys.create', true],
    ['keys.*', 'keys_create', false],
    ['keys.*', 'keysXcreate', false],
    ['*', 'anything at all', true],
  ])('%s over %s: %s', (value, name, expected) => {
    const compiled = pattern('tool', value);
    expect(compiled.covers(name)).toBe(expected);
    expect(compiled.touches(name)).toBe(expected);
  });

  it('takes regular-expression characters for themselves', () => {
    expect(pattern('tool', 'a.b').covers('axb')).toBe(false);
    expect(pattern('tool', '(a+)+$').covers('aaaa')).toBe(false);
    expect(pattern('tool', '(a+)+$').covers('(a+)+$')).toBe(true);
  });

  it('knows which patterns name one thing', () => {
    expect(pattern('tool', 'loxone_search').exact).toBe(true);
    expect(pattern('tool', 'loxone_*').exact).toBe(false);
    expect(pattern('tool', '*').exact).toBe(false);
  });
});

describe('URIs and routes', () => {
  it.each([
    ['loxone://rooms/*', 'loxone://rooms/kitchen', true],
    ['loxone://rooms/*', 'loxone://rooms/kitchen/lights', true],
    ['loxone://rooms/*', 'loxone://rooms', false],
    ['loxone://rooms/*', 'loxone://roomsandmore/kitchen', false],
    ['loxone://rooms/*', 'other://rooms/kitchen', false],
    ['loxone://rooms/*/lights', 'loxone://rooms/kitchen/lights', true],
    ['loxone://rooms/*/lights', 'loxone://rooms/a/b/lights', false],
    ['loxone://*', 'loxone://rooms/kitchen', true],
    ['loxone://history', 'loxone://history?from=1', true],
    ['loxone://history', 'loxone://history#top', true],
    ['file:///home/*', 'file:///home/x', true],
    ['file:///home/*', 'file:///etc/passwd', false],
    ['file:///home/*', 'file://home/x', false],
    ['urn:house:1', 'urn:house:2', false],
    ['urn:house:1', 'urn:house:1', true],
  ])('%s over %s: %s', (value, name, expected) => {
    const compiled = pattern('resource', value);
    expect(compiled.covers(name)).toBe(expected);
    expect(compiled.touches(name)).toBe(expected);
  });

  it.each([
    ['an escaped letter', 'loxone://rooms/%6Bitchen'],
    ['a scheme in capitals', 'LOXONE://rooms/kitchen'],
    ['a query', 'loxone://rooms/kitchen?a=/../x'],
  ])('knows %s for the same resource', (_, name) => {
    expect(pattern('resource', 'loxone://rooms/kitchen').covers(name)).toBe(true);
    expect(pattern('resource', 'loxone://rooms/kitchen').touches(name)).toBe(true);
  });

  it('knows composed and decomposed letters for the same', () => {
    const decomposed = 'loxone://rooms/Ku%CC%88che';
    expect(pattern('resource', 'loxone://rooms/Küche').covers(decomposed)).toBe(true);
  });

  it.each([
    ['dots', 'loxone://rooms/../keys'],
    ['escaped dots', 'loxone://rooms/%2e%2E/keys'],
    ['one dot', 'loxone://rooms/./kitchen'],
    ['empty segments', 'loxone://rooms//kitchen'],
    ['a slash at the end', 'loxone://rooms/kitchen/'],
    ['an escaped slash', 'loxone://rooms/a%2Fb'],
    ['a backslash', 'loxone://rooms\\keys'],
    ['a tab, which URL parsers drop', 'loxone://rooms/k\titchen'],
    ['an escaped line break', 'loxone://rooms/%0a'],
    ['escapes that are no UTF-8', 'loxone://rooms/%ff'],
  ])('grants nothing and denies everything for a URI with %s', (_, name) => {
    for (const value of ['loxone://rooms/*', 'loxone://keys', 'other://x']) {
      expect(pattern('resource', value).covers(name)).toBe(false);
      expect(pattern('resource', value).touches(name)).toBe(true);
    }
  });

  it('cuts routes at slashes only', () => {
    expect(pattern('rest', '/api/devices/*').covers('/api/devices/bedroom-light/on')).toBe(true);
    expect(pattern('rest', '/api/*').covers('/apix/devices')).toBe(false);
    expect(pattern('rest', 'GET /api/*').covers('GET /api/devices')).toBe(true);
    expect(pattern('rest', 'GET /api/*').covers('POST /api/devices')).toBe(false);
  });
});
