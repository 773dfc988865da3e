import { describe, expect, it, vi } from 'vitest';
import {
  type AuditFilter,
  conditionsOf,
  isFiltered,
  isWanted,
  NO_FILTER,
  readFilter,
  writeFilter,
} from '../../src/app/audit/filter.js';
import type { AuditEntry } from '../../src/wire/index.js';

vi.hoisted(() => {
  process.env.TZ = 'Europe/Vienna';
});

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 12);

function filter(parts: Partial<AuditFilter>): AuditFilter {
  return { ...NO_FILTER, ...parts };
}

describe('the filter in the address', () => {
  it.each([
    filter({}),
    filter({ text: 'a=b&c#d?<script>"', actor: 'lmcp_admin_001' }),
    filter({ type: 'key.created', outcome: 'denied', period: 'week' }),
    filter({ period: 'custom', from: '2026-11-01', to: '2026-11-21' }),
    filter({ text: '  spaces stay while typing ' }),
  ])('is read as it was written (%#)', (one) => {
    expect(readFilter(writeFilter(one))).toEqual(one);
    expect(readFilter(`?${writeFilter(one)}`)).toEqual(one);
  });

  it('is empty for everything', () => {
    expect(writeFilter(NO_FILTER)).toBe('');
    expect(readFilter('')).toEqual(NO_FILTER);
  });

  it.each([
    'outcome=maybe',
    'period=never',
    'from=2026-11-01',
    'to=2026-11-01&period=day2',
    'unknown=1',
  ])('counts %s as not said', (search) => {
    expect(readFilter(search)).toEqual(NO_FILTER);
  });

  it.each(['2026-02-30', '2026-13-01', 'today', '20261121', '2026-11-21T00:00'])(
    'takes no day that is none: %s',
    (day) => {
      const search = new URLSearchParams({ period: 'custom', from: day, to: day }).toString();
      expect(readFilter(search)).toEqual(filter({ period: 'custom' }));
    },
  );

  it('is no longer than the server takes', () => {
    const read = readFilter(`text=${'a'.repeat(300)}&type=${'b'.repeat(300)}`);
    expect(read.text).toHaveLength(200);
    expect(read.type).toHaveLength(64);
  });

  it('tells whether anything is left out', () => {
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(isFiltered(filter({ outcome: 'failed' }))).toBe(true);
    expect(isFiltered(filter({ period: 'hour' }))).toBe(true);
  });
});

describe('the conditions for the server', () => {
  it('are none for everything', () => {
    expect(conditionsOf(NO_FILTER, NOW)).toEqual({});
    expect(conditionsOf(filter({ text: '   ', actor: ' ' }), NOW)).toEqual({});
  });

  it.each([
    ['hour', HOUR],
    ['day', 24 * HOUR],
    ['week', 168 * HOUR],
    ['month', 720 * HOUR],
  ] as const)('count back a %s from now', (period, length) => {
    expect(conditionsOf(filter({ period }), NOW)).toEqual({ from: NOW - length });
  });

  it('hold both days whole, in the reader’s time', () => {
    const days = filter({ period: 'custom', from: '2026-11-20', to: '2026-11-21' });
    expect(conditionsOf(days, NOW)).toEqual({
      from: Date.UTC(2026, 10, 19, 23),
      to: Date.UTC(2026, 10, 21, 23),
    });
  });

  it('hold the 25 hours of the day on which the clock goes back', () => {
    const day = filter({ period: 'custom', from: '2026-10-25', to: '2026-10-25' });
    const { from = 0, to = 0 } = conditionsOf(day, NOW);
    expect(to - from).toBe(25 * HOUR);
  });

  it('say what is looked for, without spaces around it', () => {
    const all = filter({ text: ' door ', type: 'key.created', actor: ' owner', outcome: 'failed' });
    expect(conditionsOf(all, NOW)).toEqual({
      text: 'door',
      type: 'key.created',
      actor: 'owner',
      outcome: 'failed',
    });
  });
});

describe('a record that has just come in', () => {
  const entry: AuditEntry = {
    sequence: 7,
    at: NOW,
    type: 'decision.denied',
    actor: { id: 'lmcp_monitor_002', role: 'monitor' },
    outcome: 'denied',
    target: 'tool:loxone_device',
    reason: 'role',
    details: { targets: ['Front door', 'Gate'], count: 2 },
  };

  it.each([
    {},
    { text: 'FRONT' },
    { text: 'loxone_dev' },
    { text: 'monitor_002' },
    { type: 'decision.denied', outcome: 'denied', actor: 'lmcp_monitor_002' },
    { from: NOW, to: NOW + 1 },
    { text: 'COUNT' },
  ] as const)('is wanted by %o', (conditions) => {
    expect(isWanted(entry, conditions)).toBe(true);
  });

  it.each([
    { text: 'back door' },
    { type: 'decision' },
    { outcome: 'success' },
    { actor: 'monitor' },
    { actor: 'lmcp_monitor_00' },
    { from: NOW + 1 },
    { to: NOW },
    { text: 'gate', outcome: 'failed' },
  ] as const)('is not wanted by %o', (conditions) => {
    expect(isWanted(entry, conditions)).toBe(false);
  });
});
