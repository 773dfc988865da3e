import { describe, expect, it } from 'vitest';
import { summary } from '../src/app/connections/words.js';
import { isWithin, NAV_ITEMS } from '../src/app/shell/nav-items.js';
import { codeOf } from '../src/app/sign-in/link-code.js';
import { phaseWords, setFirst, worstFirst } from '../src/app/system/words.js';
import type { Connection } from '../src/wire/index.js';

function connection(kind: Connection['kind']): Connection {
  const principal = { id: 'k', name: 'n', role: 'r' };
  return { id: kind, kind, principal, openedAt: 0, isOwn: false };
}

describe('summary of connections', () => {
  it('counts each kind', () => {
    expect(summary([])).toBe('Nobody is connected.');
    expect(summary([connection('mcp'), connection('mcp'), connection('admin')])).toBe(
      '2 assistants, 1 browser.',
    );
  });
});

describe('the code of a one-time link', () => {
  it.each([
    ['#code=abc-_1', 'abc-_1'],
    ['code=abc', 'abc'],
    ['#x=1&code=a%20b', 'a b'],
    ['#code=', undefined],
    ['', undefined],
    ['#main', undefined],
  ])('of %s is %s', (fragment, code) => {
    expect(codeOf(fragment)).toBe(code);
  });
});

describe('words about the system', () => {
  it('put the worst finding first', () => {
    const findings = [
      { level: 'good', text: 'a' },
      { level: 'problem', text: 'b' },
      { level: 'warning', text: 'c' },
      { level: 'problem', text: 'd' },
    ] as const;
    expect(worstFirst(findings).map(({ text }) => text)).toEqual(['b', 'd', 'c', 'a']);
  });

  it('put what somebody set before what is as it comes', () => {
    const settings = [
      { name: 'b', origin: 'default' },
      { name: 'z', origin: 'flag --z' },
      { name: 'a', origin: 'default' },
    ];
    expect(setFirst(settings).map(({ name }) => name)).toEqual(['z', 'a', 'b']);
  });

  it('know the phases, and show others as they are', () => {
    expect(phaseWords('live')).toEqual({ word: 'Connected', tone: 'good' });
    expect(phaseWords('out-of-service')).toEqual({ word: 'Out of service', tone: 'warning' });
    expect(phaseWords('constructor').tone).toBe('warning');
  });
});

describe('the navigation', () => {
  it('marks the screen that one is on, and no other', () => {
    const marked = (path: string) =>
      NAV_ITEMS.filter((item) => isWithin(path, item)).map(({ text }) => text);
    expect(marked('/admin/keys')).toEqual(['Keys']);
    expect(marked('/admin/keys/new')).toEqual(['Keys']);
    expect(marked('/admin/keysmith')).toEqual([]);
    expect(marked('/admin')).toEqual([]);
  });
});
