import { keyStatus } from '@gatehouse/keys';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const REVOKED = { revoked: { at: 1, by: 'x' } };

describe('keyStatus', () => {
  it.each([
    ['active', {}],
    ['active', { expiresAt: NOW + 1 }],
    ['expired', { expiresAt: NOW }],
    ['expired', { expiresAt: NOW - 1 }],
    ['active', { notBefore: NOW }],
    ['not-yet-valid', { notBefore: NOW + 1 }],
    ['disabled', { active: false }],
    ['disabled', { active: false, expiresAt: NOW - 1 }],
    ['expired', { expiresAt: NOW - 1, notBefore: NOW + 1 }],
    ['active', { createdAt: NOW - 2 * DAY + 1, maxIdleDays: 2 }],
    ['idle', { createdAt: NOW - 2 * DAY, maxIdleDays: 2 }],
    ['active', { createdAt: 0, notBefore: NOW - DAY, maxIdleDays: 2 }],
    ['active', { createdAt: 0, enabledAt: NOW - DAY, maxIdleDays: 2 }],
    ['idle', { createdAt: 0, notBefore: 1, enabledAt: NOW - 2 * DAY, maxIdleDays: 2 }],
    ['expired', { createdAt: 0, maxIdleDays: 2, expiresAt: NOW }],
    ['disabled', { createdAt: 0, maxIdleDays: 2, active: false }],
    ['revoked', { ...REVOKED, createdAt: 0, maxIdleDays: 2 }],
    ['revoked', REVOKED],
    ['revoked', { ...REVOKED, active: false, expiresAt: NOW - 1 }],
  ])('is %s for %j', (status, changes) => {
    expect(keyStatus({ ...testRecord('monitor', 1, changes), revision: '1' }, NOW)).toBe(status);
  });

  it('counts idle days from the last use where that is the latest', () => {
    const idle = { createdAt: NOW - 9 * DAY, enabledAt: NOW - 5 * DAY, maxIdleDays: 3 };
    const record = { ...testRecord('monitor', 1, idle), revision: '1' };
    expect(keyStatus(record, NOW)).toBe('idle');
    expect(keyStatus(record, NOW, NOW - 3 * DAY)).toBe('idle');
    expect(keyStatus(record, NOW, NOW - 3 * DAY + 1)).toBe('active');
    expect(keyStatus(record, NOW - 2 * DAY - 1, 5)).toBe('active');
    expect(keyStatus(record, NOW - 2 * DAY, 5)).toBe('idle');
  });

  it('asks for no last use where no limit is set', () => {
    const record = { ...testRecord('monitor', 1, { createdAt: 0 }), revision: '1' };
    expect(keyStatus(record, NOW, 0)).toBe('active');
  });
});
