import type { LimitResult, Principal } from '@gatehouse/core';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import type { Authenticate, Caller } from '../../src/authentication.js';

/** The one key that lets in; its secret part is what no answer and no handler may show. */
export const SECRET = '0123456789aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3';
export const KEY: string = `mcp_admin_001_${SECRET}`;
export const ADMIN: Principal = testPrincipal('admin', { id: 'mcp_admin_001', scopes: ['home'] });

/** Keys with an answer of their own. */
export const LIMITED = 'mcp_admin_002_limited';
export const LOCKED = 'mcp_admin_003_locked';
export const UNRECORDED = 'mcp_admin_004_unrecorded';
export const BROKEN = 'mcp_admin_005_broken';

export interface FakeAuth {
  readonly authenticate: Authenticate;
  /** What was asked, in order. */
  readonly asked: { readonly key: string | undefined; readonly from: Caller }[];
}

const limit = (remaining: number): LimitResult => ({
  allowed: remaining > 0,
  limit: { max: 60, windowMs: 60_000 },
  remaining,
  resetMs: 18_000,
  retryAfterMs: remaining > 0 ? 0 : 7_000,
});

/** Answers for the keys above as the framework would. */
export function fakeAuth(): FakeAuth {
  const asked: FakeAuth['asked'] = [];
  return {
    asked,
    async authenticate(key, from = {}) {
      asked.push({ key, from });
      switch (key) {
        case undefined:
          return { ok: false, status: 401, reason: 'missing' };
        case KEY:
          return { ok: true, principal: ADMIN, limit: limit(42) };
        case LIMITED:
          return {
            ok: false,
            status: 429,
            reason: 'rate-limited',
            retryAfterSeconds: 7,
            limit: limit(0),
          };
        case LOCKED:
          return { ok: false, status: 429, reason: 'locked-out', retryAfterSeconds: 1800 };
        case UNRECORDED:
          return { ok: false, status: 503, reason: 'audit-unavailable' };
        case BROKEN:
          throw new TypeError('no disk at /secret/place');
        default:
          return { ok: false, status: 401, reason: 'invalid' };
      }
    },
  };
}
