import { describe, expect, it } from 'vitest';
import {
  detailLines,
  meaningOf,
  outcomeText,
  reasonText,
  typeChoices,
  verificationText,
} from '../../src/app/audit/words.js';

describe('the words of the trail', () => {
  it.each([
    ['decision.allowed', 'Allowed'],
    ['approval.used', 'Approved act done'],
    ['key.changed-outside', 'Key changed in its file'],
    ['audit.rekeyed', 'Trail’s key replaced'],
  ])('are better than its own for a known type: %s', (type, text) => {
    expect(meaningOf(type)).toBe(text);
  });

  it.each([
    ['door.opened-twice', 'Door opened twice'],
    ['', 'Event'],
    ['constructor', 'Constructor'],
    ['__proto__', 'Proto'],
  ])('make an unknown type readable: %s', (type, text) => {
    expect(meaningOf(type)).toBe(text);
  });

  it('say why, and leave what they do not know', () => {
    expect(reasonText('needs-grant')).toBe('needs an explicit grant');
    expect(reasonText('ERR_LOXONE_TIMEOUT')).toBe('ERR_LOXONE_TIMEOUT');
    expect(reasonText('toString')).toBe('toString');
  });

  it('say how it ended', () => {
    expect((['success', 'denied', 'failed'] as const).map(outcomeText)).toEqual([
      'Success',
      'Denied',
      'Failed',
    ]);
  });

  it('offer types with their meaning, by family', () => {
    expect(typeChoices(['key.created', 'auth.refused'])).toEqual([
      { type: 'auth.refused', label: 'Key refused (auth.refused)' },
      { type: 'key.created', label: 'Key created (key.created)' },
    ]);
  });
});

describe('the details of a record', () => {
  it('hold all that it holds', () => {
    const lines = detailLines({
      sequence: 12,
      at: 0,
      type: 'decision.denied',
      actor: { id: 'lmcp_monitor_002', kind: 'key', role: 'monitor' },
      outcome: 'denied',
      target: 'tool:loxone_device',
      address: '192.168.1.7',
      requestId: 'r-1',
      sessionId: 's-1',
      userAgent: '<img src=x>',
      reason: 'role',
      details: { targets: ['A', 'B'], count: 3, real: false, note: '' },
    });
    expect(lines.map(({ term, values }) => [term, ...values])).toEqual([
      ['Record', 'no. 12'],
      ['Type', 'decision.denied'],
      ['Actor', 'lmcp_monitor_002 (key, monitor)'],
      ['Target', 'tool:loxone_device'],
      ['Reason', 'role'],
      ['Address', '192.168.1.7'],
      ['Client', '<img src=x>'],
      ['Request', 'r-1'],
      ['Session', 's-1'],
      ['targets', 'A', 'B'],
      ['count', '3'],
      ['real', 'false'],
      ['note', ''],
    ]);
  });

  it('leave out what it does not', () => {
    const lines = detailLines({
      sequence: 1,
      at: 0,
      type: 'audit.opened',
      actor: { id: 'system' },
      outcome: 'success',
    });
    expect(lines.map(({ term }) => term)).toEqual(['Record', 'Type', 'Actor']);
    expect(lines[2]?.values).toEqual(['system']);
  });
});

describe('the result of a check', () => {
  it.each([
    [
      { ok: true, count: 1200, from: 5, to: 1204 },
      'The trail is intact: 1,200 records (no. 5 to 1204), each continuing the one before it.',
    ],
    [
      { ok: true, count: 1, from: 1, to: 1 },
      'The trail is intact: 1 record (no. 1), each continuing the one before it.',
    ],
    [{ ok: true, count: 0, from: 0, to: 0 }, 'The trail is empty; there is nothing to check.'],
    [
      { ok: false, count: 3, from: 1, to: 3, problem: 'Record 2 was changed.' },
      'The trail is not intact. Record 2 was changed.',
    ],
    [{ ok: false, count: 0, from: 0, to: 0 }, 'The trail is not intact. No more is known.'],
  ])('is a sentence (%#)', (found, text) => {
    expect(verificationText(found)).toBe(text);
  });
});
