import type { EpochMs } from '@gatehouse/core';
import type { ApprovalView } from '@gatehouse/mcp-auth';
import { printable } from '../terminal.js';

/** A request as it is shown to scripts. Times are RFC 3339 in UTC. */
export interface ShownApproval {
  readonly id: string;
  readonly state: string;
  readonly requester: {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly role: string;
  };
  readonly tool: string;
  readonly risk: string;
  readonly effects: readonly string[];
  readonly requested_at: string;
  readonly expires_at: string;
  readonly decided: {
    readonly by: string;
    readonly at: string;
    readonly why: string | null;
  } | null;
  readonly usable_until: string | null;
  readonly used_at: string | null;
}

function timestamp(at: EpochMs): string {
  return new Date(at).toISOString();
}

function timestampOrNull(at: EpochMs | undefined): string | null {
  return at === undefined ? null : timestamp(at);
}

/** The view for scripts. */
export function shownApproval(approval: ApprovalView): ShownApproval {
  const { id, state, requester, tool, risk, effects, decided } = approval;
  return {
    id,
    state,
    requester,
    tool,
    risk,
    effects,
    requested_at: timestamp(approval.requestedAt),
    expires_at: timestamp(approval.expiresAt),
    decided:
      decided === undefined
        ? null
        : { by: decided.by, at: timestamp(decided.at), why: decided.why ?? null },
    usable_until: timestampOrNull(approval.usableUntil),
    used_at: timestampOrNull(approval.usedAt),
  };
}

/** @returns `40 s`, `3 min`, `2 h`; for people, so rounded down. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

function stateInWords(
  { state, expiresAt, decided, usableUntil }: ApprovalView,
  now: EpochMs,
): string {
  const by = decided === undefined ? '' : ` by ${decided.by}, ${duration(now - decided.at)} ago`;
  const why = decided?.why === undefined ? '' : `: ${decided.why}`;
  switch (state) {
    case 'pending':
      return `waits, for ${duration(expiresAt - now)} more`;
    case 'approved':
      return `approved${by}; may be done for ${duration((usableUntil ?? now) - now)} more`;
    case 'refused':
      return `refused${by}${why}`;
    case 'used':
      return `approved${by}, and done`;
    default:
      return 'expired';
  }
}

/** A request in lines for a person: who asks, since when, and what exactly would happen. */
export function describeApproval(approval: ApprovalView, now: EpochMs): string {
  const { id, requester, tool, risk, effects, requestedAt } = approval;
  const lines = [
    `${id}  ${stateInWords(approval, now)}`,
    `  asked by ${requester.name} (${requester.id}, ${requester.role}), ${duration(now - requestedAt)} ago`,
    `  with ${tool} (${risk}):`,
    ...effects.map((effect) => `    - ${effect}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}
