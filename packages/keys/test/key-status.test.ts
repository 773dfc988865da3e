import { keyStatus } from '@gatehouse/keys';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';

const NOW = 1_700_000_000_000;
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
    ['revoked', REVOKED],
    ['revoked', { ...REVOKED, active: false, expiresAt: NOW - 1 }],
  ])('is %s for %j', (status, changes) => {
    expect(keyStatus({ ...testRecord('monitor', 1, changes), revision: '1' }, NOW)).toBe(status);
  });
});
