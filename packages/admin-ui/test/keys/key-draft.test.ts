import { describe, expect, it } from 'vitest';
import {
  changesOf,
  checkDraft,
  draftOf,
  EMPTY_DRAFT,
  type KeyDraft,
  newKeyOf,
} from '../../src/app/keys/key-draft.js';
import { keyChangeRequest, newKeyRequest } from '../../src/wire/index.js';
import { keyView } from './key-views.js';

const NOW = new Date(2026, 10, 21, 12).getTime();
const DAY = 86_400_000;

const draft = (change: Partial<KeyDraft> = {}): KeyDraft => ({
  ...EMPTY_DRAFT,
  name: 'Claude',
  role: 'operator',
  ...change,
});

describe('checkDraft', () => {
  it('finds nothing wrong with a good one', () => {
    expect(checkDraft(draft(), NOW)).toEqual({});
    expect(checkDraft(draft({ name: 'x'.repeat(100), maxIdleDays: '3650' }), NOW)).toEqual({});
  });

  it.each([
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ role: '' }, 'role'],
    [{ role: 'device' }, 'devices'],
    [{ role: 'custom' }, 'permissions'],
    [{ maxIdleDays: '0' }, 'maxIdleDays'],
    [{ maxIdleDays: '1.5' }, 'maxIdleDays'],
    [{ maxIdleDays: '3651' }, 'maxIdleDays'],
    [{ maxIdleDays: 'x' }, 'maxIdleDays'],
    [{ expiry: 'date' }, 'date'],
    [{ expiry: 'date', date: '2026-11-20' }, 'date'],
  ] as const)('finds what is wrong with %j', (change, field) => {
    expect(Object.keys(checkDraft(draft(change), NOW))).toEqual([field]);
  });

  it('is content with a room for a device key', () => {
    expect(checkDraft(draft({ role: 'device', rooms: ['Hall'] }), NOW)).toEqual({});
  });

  it('lets an end stay that lies in the past, and no new one', () => {
    const key = keyView({ expiresAt: NOW - 10 * DAY });
    expect(checkDraft(draftOf(key), NOW, key)).toEqual({});
    expect(checkDraft({ ...draftOf(key), date: '2026-11-20' }, NOW, key)).toHaveProperty('date');
  });
});

describe('newKeyOf', () => {
  it('leaves out what is empty', () => {
    expect(newKeyOf(draft({ name: ' Claude ', expiry: 'never' }), NOW)).toEqual({
      name: 'Claude',
      role: 'operator',
    });
  });

  it('says everything that was chosen, as the server takes it', () => {
    const request = newKeyOf(
      draft({
        role: 'custom',
        expiry: '30',
        maxIdleDays: '7',
        addresses: ['::1'],
        devices: ['Lamp'],
        rooms: ['Hall'],
        permissions: ['risk:read'],
        test: true,
      }),
      NOW,
    );
    expect(request).toEqual({
      name: 'Claude',
      role: 'custom',
      expiresAt: NOW + 30 * DAY,
      maxIdleDays: 7,
      addresses: ['::1'],
      devices: ['Lamp'],
      rooms: ['Hall'],
      permissions: ['risk:read'],
      test: true,
    });
    expect(newKeyRequest.safeParse(request).success).toBe(true);
  });

  it('grants nothing that was typed for a custom role and then not taken', () => {
    expect(newKeyOf(draft({ permissions: ['risk:raw'] }), NOW)).not.toHaveProperty('permissions');
  });
});

describe('changesOf', () => {
  const key = keyView({
    expiresAt: NOW + DAY,
    maxIdleDays: 7,
    rooms: ['Hall'],
    addresses: ['::1'],
    role: 'custom',
    permissions: ['risk:read'],
  });

  it('is nothing when nothing was changed', () => {
    for (const one of [key, keyView(), keyView({ role: 'device', devices: ['a'] })]) {
      expect(changesOf(draftOf(one), one, NOW)).toEqual({});
    }
  });

  it('says what changed alone', () => {
    expect(changesOf({ ...draftOf(key), name: 'New', rooms: ['Hall', 'Attic'] }, key, NOW)).toEqual(
      {
        name: 'New',
        rooms: ['Hall', 'Attic'],
      },
    );
  });

  it('takes limits away with null', () => {
    const change = changesOf(
      { ...draftOf(key), expiry: 'never', maxIdleDays: '', rooms: [], addresses: [] },
      key,
      NOW,
    );
    expect(change).toEqual({ expiresAt: null, maxIdleDays: null, rooms: null, addresses: null });
    expect(keyChangeRequest.safeParse({ ...change, revision: 'r1' }).success).toBe(true);
  });

  it('takes the permissions away with the custom role', () => {
    expect(changesOf({ ...draftOf(key), role: 'operator' }, key, NOW)).toEqual({
      role: 'operator',
      permissions: null,
    });
  });

  it('keeps the hour of an end whose day is the same', () => {
    expect(changesOf({ ...draftOf(key), expiry: 'date' }, key, NOW)).toEqual({});
    expect(changesOf({ ...draftOf(key), date: '2026-12-24' }, key, NOW)).toEqual({
      expiresAt: new Date(2026, 11, 24, 23, 59, 59, 999).getTime(),
    });
  });
});
