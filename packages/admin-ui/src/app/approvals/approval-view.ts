import type { ApprovalEntry } from '../../wire/index.js';

/** Requests as the screen shows them. */
export interface SortedApprovals {
  /** What ends first is in front. */
  readonly pending: readonly ApprovalEntry[];
  /** What was decided, or ended, last is in front. */
  readonly decided: readonly ApprovalEntry[];
}

/** Parts what can still be decided from what cannot, as of `now` (epoch milliseconds). */
export function sortApprovals(entries: readonly ApprovalEntry[], now: number): SortedApprovals {
  const seen = entries.map((entry) => asOf(entry, now));
  return {
    pending: seen
      .filter(({ state }) => state === 'pending')
      .sort((a, b) => a.expiresAt - b.expiresAt || a.requestedAt - b.requestedAt),
    decided: seen
      .filter(({ state }) => state !== 'pending')
      .sort((a, b) => endOf(b) - endOf(a) || b.requestedAt - a.requestedAt),
  };
}

/** A request whose time has run out while the page was open cannot be decided any more. */
function asOf(entry: ApprovalEntry, now: number): ApprovalEntry {
  return entry.state === 'pending' && entry.expiresAt <= now
    ? { ...entry, state: 'expired' }
    : entry;
}

/** When it was decided, or ended by itself; epoch milliseconds. */
export function endOf({ decided, expiresAt }: ApprovalEntry): number {
  return decided?.at ?? expiresAt;
}

/** Whether deciding it is asked for once more: what opens doors or changes the house itself. */
export function asksTwice(risk: string): boolean {
  return risk !== 'read' && risk !== 'control';
}

const RISKS: Readonly<Record<string, string>> = {
  read: 'looks only',
  control: 'moves devices',
  access: 'opens doors or changes alarms',
  admin: 'changes keys, settings or the Miniserver',
  raw: 'sends an unchecked command',
};

/** What a risk class means, for people. */
export function riskText(risk: string): string {
  return Object.hasOwn(RISKS, risk) ? (RISKS[risk] ?? risk) : risk;
}

const STATES: Readonly<Record<ApprovalEntry['state'], string>> = {
  pending: 'Waiting',
  approved: 'Approved, not done yet',
  refused: 'Refused',
  expired: 'Expired',
  used: 'Approved and done',
};

/** How a request stands. */
export function stateText(state: ApprovalEntry['state']): string {
  return STATES[state];
}

/**
 * What is left, counted down: `1 h 5 min`, `4 min 9 s`, `59 s`.
 *
 * @param ms - Until the end; nothing is left from 0 on.
 */
export function leftText(ms: number): string {
  if (ms <= 0) return 'no time left';
  const seconds = Math.ceil(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) {
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** The same for those who hear it: said when it begins to press, not every second. */
export function warningText(ms: number): string | undefined {
  if (ms <= 0) return undefined;
  return ms <= 60_000 ? 'Less than a minute left to decide.' : undefined;
}

/** How much of the time is left, 0 to 1. */
export function shareLeft({ requestedAt, expiresAt }: ApprovalEntry, now: number): number {
  const whole = expiresAt - requestedAt;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (expiresAt - now) / whole));
}
