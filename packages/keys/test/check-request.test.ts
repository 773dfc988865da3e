import type { KeyRecord } from '@gatehouse/core';
import type { KeyRequest, KeyUpdate } from '@gatehouse/keys';
import { checkKeyRequest } from '@gatehouse/keys';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../src/apply-change.js';
import { checkKeyUpdate } from '../src/check-request.js';

const NOW = 1_700_000_000_000;
const REQUEST: KeyRequest = { name: 'Dashboard', role: 'monitor' };

/** Fields as they come from a form or a file: of any type. */
function problemsOf(changes: Readonly<Record<string, unknown>>): string[] {
  const request = { ...REQUEST, ...changes } as KeyRequest;
  return checkKeyRequest(request, { now: NOW }).map(({ field, problem }) => `${field} ${problem}`);
}

describe('checkKeyRequest', () => {
  it.each([
    {},
    { name: 'x' },
    { name: 'é'.repeat(100) },
    { name: '🛋️ Küche / リビング "main"' },
    { role: 'night-watch' },
    { expiresAt: NOW + 1 },
    { expiresAt: undefined },
    { notBefore: 0 },
    { notBefore: NOW, expiresAt: NOW + 1 },
    { ipWhitelist: [] },
    { ipWhitelist: ['192.168.1.0/24', '::1'] },
    { devices: ['bedroom-light', 'Light [Bath]'] },
    { rooms: ['Küche'] },
    { permissions: [] },
    { permissions: ['risk:read', 'anything'] },
    { role: 'device', devices: ['x'] },
    { role: 'device', rooms: ['x'] },
    { role: 'custom', permissions: ['risk:read'] },
    { test: true },
  ])('has nothing against %j', (changes) => {
    expect(problemsOf(changes)).toEqual([]);
  });

  it.each([
    [{ name: undefined }, /^name must be text of 1 to 100/],
    [{ name: '' }, /^name must be text of 1 to 100/],
    [{ name: '   ' }, /^name must be text of 1 to 100/],
    [{ name: 'x'.repeat(101) }, /^name must be text of 1 to 100/],
    [{ name: 7 }, /^name must be text/],
    [{ name: 'a\nb' }, /^name must not contain control/],
    [{ name: 'a\u001b[31m' }, /^name must not contain control/],
    [{ name: 'a\u0000' }, /^name must not contain control/],
    [{ name: 'a\u0085b' }, /^name must not contain control/],
    [{ name: 'a\u2028b' }, /^name must not contain control/],
    [{ name: 'nimda\u202e' }, /^name must not contain control/],
    [{ name: 'a\ud800' }, /^name must not contain control/],
    [{ role: undefined }, /^role must be a role/],
    [{ role: '' }, /^role must be a role/],
    [{ role: 'Admin' }, /^role must be a role/],
    [{ role: 'night_watch' }, /^role must be a role/],
    [{ role: ['admin'] }, /^role must be a role/],
    [{ expiresAt: NOW }, /^expiresAt must be in the future/],
    [{ expiresAt: NOW - 1 }, /^expiresAt must be in the future/],
    [{ expiresAt: NOW + 0.5 }, /^expiresAt must be a moment/],
    [{ expiresAt: Number.NaN }, /^expiresAt must be a moment/],
    [{ expiresAt: Number.POSITIVE_INFINITY }, /^expiresAt must be a moment/],
    [{ expiresAt: 253_402_300_800_000 }, /^expiresAt must be a moment/],
    [{ expiresAt: '2030-01-01' }, /^expiresAt must be a moment/],
    [{ expiresAt: null }, /^expiresAt must be a moment/],
    [{ notBefore: -1 }, /^notBefore must be a moment/],
    [{ notBefore: NOW + 5, expiresAt: NOW + 5 }, /^notBefore must be before expiresAt/],
    [{ ipWhitelist: '10.0.0.0/8' }, /^ipWhitelist must be a list/],
    [{ ipWhitelist: ['10.0.0.0/8', '10.1'] }, /^ipWhitelist has a bad entry 2: it must be an IPv4/],
    [{ ipWhitelist: ['10.0.0.1/8'] }, /^ipWhitelist has a bad entry 1: it has bits set/],
    [{ ipWhitelist: [10] }, /^ipWhitelist has a bad entry 1: it must be text/],
    [{ ipWhitelist: new Array(10_001).fill('::1') }, /at most 10000 entries/],
    [{ devices: [] }, /^devices must name something/],
    [{ devices: [''] }, /^devices has a bad entry 1/],
    [{ devices: ['x'.repeat(301)] }, /^devices has a bad entry 1/],
    [{ devices: ['a\tb'] }, /^devices has a bad entry 1/],
    [{ devices: [null] }, /^devices has a bad entry 1/],
    [{ rooms: [] }, /^rooms must name something/],
    [{ rooms: 'Küche' }, /^rooms must be a list/],
    [{ permissions: [' '] }, /^permissions has a bad entry 1/],
    [{ role: 'device' }, /^devices or rooms must be given for the role device/],
    [{ role: 'custom' }, /^permissions must be given for the role custom/],
    [{ role: 'custom', permissions: [] }, /^permissions must be given for the role custom/],
    [{ test: 'yes' }, /^test must be true or false/],
    [{ hash: 'x' }, /^hash is not a field/],
    [{ active: false }, /^active is not a field/],
    [{ constructor: 1 }, /^constructor is not a field/],
  ])('objects to %j', (changes, problem) => {
    expect(problemsOf(changes)).toEqual([expect.stringMatching(problem)]);
  });

  it('names every field that does not fit, and repeats no value', () => {
    const problems = problemsOf({ name: 'se\ncret', role: 'SECRET', devices: ['secret\n'] });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toMatch(/secret/i);
  });

  it('asks the host about permissions', () => {
    const request: KeyRequest = { ...REQUEST, permissions: ['risk:read', 'risk:rad'] };
    const problems = checkKeyRequest(request, {
      now: NOW,
      checkPermission: (text) =>
        text === 'risk:read' ? { ok: true } : { ok: false, problem: 'no such risk' },
    });
    expect(problems).toEqual([
      { field: 'permissions', problem: 'has a bad entry 2: no such risk' },
    ]);
  });
});

describe('checkKeyUpdate', () => {
  function problemsAfter(record: Partial<KeyRecord>, change: object): string[] {
    const before = { ...testRecord('monitor', 1), revision: '1', ...record };
    const after = applyChange(before, change as KeyUpdate);
    return checkKeyUpdate(change as KeyUpdate, after, { now: NOW }).map(
      ({ field, problem }) => `${field} ${problem}`,
    );
  }

  it('lets limits be removed, and nothing else', () => {
    for (const field of ['expiresAt', 'notBefore', 'devices', 'rooms', 'permissions']) {
      expect(problemsAfter({}, { [field]: null })).toEqual([]);
    }
    for (const field of ['name', 'role', 'active', 'ipWhitelist']) {
      expect(problemsAfter({}, { [field]: null })).toHaveLength(1);
    }
  });

  it.each(['id', 'hash', 'revoked', 'revision', 'createdAt', 'createdBy', 'test', '__proto__'])(
    'does not let %s be set',
    (field) => {
      const change = JSON.parse(`{"${field}": "x"}`);
      expect(problemsAfter({}, change)).toEqual([`${field} is not a field that can be set`]);
    },
  );

  it('does not judge what it leaves alone', () => {
    expect(problemsAfter({ expiresAt: NOW - 1 }, { name: 'Expired, renamed' })).toEqual([]);
    expect(problemsAfter({ role: 'device' }, { active: false })).toEqual([]);
    expect(problemsAfter({ role: 'custom' }, { name: 'Without permissions' })).toEqual([]);
  });

  it('judges what comes of it', () => {
    expect(problemsAfter({ role: 'device', devices: ['x'] }, { devices: null })).toHaveLength(1);
    expect(
      problemsAfter({ role: 'device', devices: ['x'], rooms: ['y'] }, { devices: null }),
    ).toEqual([]);
    expect(problemsAfter({}, { role: 'custom' })).toHaveLength(1);
    expect(problemsAfter({ expiresAt: NOW + 5 }, { notBefore: NOW + 6 })).toHaveLength(1);
    expect(problemsAfter({ notBefore: NOW + 6 }, { expiresAt: NOW + 5 })).toHaveLength(1);
  });
});
