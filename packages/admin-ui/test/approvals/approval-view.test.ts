import { describe, expect, it } from 'vitest';
import {
  asksTwice,
  endOf,
  leftText,
  riskText,
  shareLeft,
  sortApprovals,
  stateText,
  warningText,
} from '../../src/app/approvals/approval-view.js';
import type { ApprovalEntry } from '../../src/wire/index.js';

const RISKS = ['read', 'control', 'access', 'admin', 'raw'];
const NOW = 1_000_000;

function entry(id: string, parts: Partial<ApprovalEntry> = {}): ApprovalEntry {
  return {
    id,
    state: 'pending',
    requester: { id: 'lmcp_operator_004', name: 'Kitchen tablet', role: 'operator' },
    tool: 'loxone_access',
    risk: 'access',
    effects: ['Open Front door [Hall]'],
    requestedAt: NOW - 60_000,
    expiresAt: NOW + 60_000,
    ...parts,
  };
}

describe('requests for approval', () => {
  it('wait with what ends first in front', () => {
    const { pending } = sortApprovals(
      [
        entry('late', { expiresAt: NOW + 9000 }),
        entry('second', { expiresAt: NOW + 5000, requestedAt: NOW - 10 }),
        entry('first', { expiresAt: NOW + 5000, requestedAt: NOW - 20 }),
      ],
      NOW,
    );
    expect(pending.map(({ id }) => id)).toEqual(['first', 'second', 'late']);
  });

  it('are kept with what was decided last in front', () => {
    const decided = (at: number) => ({ by: 'lmcp_admin_001', at });
    const sorted = sortApprovals(
      [
        entry('old', { state: 'used', decided: decided(NOW - 900) }),
        entry('new', { state: 'refused', decided: decided(NOW - 100) }),
        entry('ran out', { state: 'expired', expiresAt: NOW - 500 }),
      ],
      NOW,
    );
    expect(sorted.pending).toEqual([]);
    expect(sorted.decided.map(({ id }) => id)).toEqual(['new', 'ran out', 'old']);
  });

  it('expire while the page is open', () => {
    const { pending, decided } = sortApprovals([entry('a', { expiresAt: NOW })], NOW);
    expect(pending).toEqual([]);
    expect(decided[0]).toMatchObject({ id: 'a', state: 'expired' });
    expect(sortApprovals([entry('a', { expiresAt: NOW + 1 })], NOW).pending).toHaveLength(1);
  });

  it('ended when somebody decided, else when their time ran out', () => {
    expect(endOf(entry('a', { decided: { by: 'x', at: 5 } }))).toBe(5);
    expect(endOf(entry('a'))).toBe(NOW + 60_000);
  });
});

describe('asking once more', () => {
  it('is for what opens doors or changes the house itself, and for what nobody knows', () => {
    expect(RISKS.filter(asksTwice)).toEqual(['access', 'admin', 'raw']);
    expect(asksTwice('novel')).toBe(true);
  });
});

describe('words', () => {
  it('are there for every risk', () => {
    for (const risk of RISKS) expect(riskText(risk)).not.toBe(risk);
    expect(riskText('novel')).toBe('novel');
    expect(riskText('constructor')).toBe('constructor');
  });

  it('are there for every state', () => {
    const states = ['pending', 'approved', 'refused', 'expired', 'used'] as const;
    expect(new Set(states.map(stateText)).size).toBe(5);
  });

  it.each([
    [3_900_000, '1 h 5 min'],
    [3_600_000, '1 h 0 min'],
    [249_000, '4 min 9 s'],
    [60_000, '1 min 0 s'],
    [59_001, '1 min 0 s'],
    [59_000, '59 s'],
    [1, '1 s'],
    [0, 'no time left'],
    [-5, 'no time left'],
  ])('%d ms are %s', (ms, text) => {
    expect(leftText(ms)).toBe(text);
  });

  it('warn in the last minute', () => {
    expect(warningText(60_001)).toBeUndefined();
    expect(warningText(60_000)).toBe('Less than a minute left to decide.');
    expect(warningText(0)).toBeUndefined();
  });

  it('tell how much of the time is left', () => {
    expect(shareLeft(entry('a'), NOW)).toBe(0.5);
    expect(shareLeft(entry('a'), NOW - 999_999)).toBe(1);
    expect(shareLeft(entry('a'), NOW + 999_999)).toBe(0);
    expect(shareLeft(entry('a', { expiresAt: NOW - 60_000 }), NOW)).toBe(0);
  });
});
