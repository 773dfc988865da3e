import type { ApprovalEnd, ApprovalRequest, ApprovalVerdict } from '@gatehouse/core';

const AT = Date.UTC(2026, 0, 1, 12);

/** A request with all fields; `id` must be one. */
export function testRequest(id: string, changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id,
    requester: {
      id: 'lmcp_operator_001',
      kind: 'key',
      name: 'Küche "1"',
      role: 'operator',
      revision: '7',
    },
    tool: 'loxone_control_access',
    risk: 'access',
    binding: 'b'.repeat(43),
    effects: ['open Haustür [Flur]', 'unlock \u{1f6aa}'],
    requestedAt: AT,
    expiresAt: AT + 600_000,
    ...changes,
  };
}

export const APPROVED: ApprovalVerdict = { verdict: 'approved', by: 'cli:anna', at: AT + 1 };
export const REFUSED: ApprovalVerdict = {
  verdict: 'refused',
  by: 'lmcp_admin_001',
  at: AT + 2,
  why: 'nobody is at home',
};
export const EXPIRED: ApprovalVerdict = { verdict: 'expired', by: 'system', at: AT + 3 };
export const USED: ApprovalEnd = { outcome: 'used', at: AT + 4 };
export const LAPSED: ApprovalEnd = { outcome: 'lapsed', at: AT + 5 };
