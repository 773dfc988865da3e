import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../src/app/api-problem.js';
import { problemsOf } from '../../src/app/keys/form-problems.js';
import { noticeWords, STATUS_WORDS, STATUSES } from '../../src/app/keys/status.js';

const NOW = 1_000_000_000_000;
const DAY = 86_400_000;

describe('words about keys', () => {
  it('are there for every status, and differ', () => {
    expect(STATUSES).toHaveLength(6);
    expect(new Set(STATUSES.map((status) => STATUS_WORDS[status].word)).size).toBe(6);
  });

  it.each([
    ['expiring', NOW + 3 * DAY, 'Expires in 3 days'],
    ['idle-soon', NOW + DAY, 'Stops tomorrow if nobody uses it'],
    ['stale', NOW - 40 * DAY, 'Not used since 40 days ago'],
    ['never-used', NOW - DAY, 'Never used'],
    ['overlap-ending', NOW + 2 * DAY, 'Replaced; stops in 2 days'],
  ] as const)('say of %s', (kind, at, words) => {
    expect(noticeWords({ keyId: 'k', kind, at }, NOW)).toBe(words);
  });
});

describe('problemsOf', () => {
  it('puts what the server found at the fields, as sentences', () => {
    const problem = new ApiProblem(400, 'invalid-request', 'See fields.', {
      fields: [
        { field: 'body.name', problem: 'must be another one' },
        { field: 'body.expiresAt', problem: 'must be in the future.' },
        { field: 'body.rooms.0', problem: 'is unknown' },
        { field: 'query.limit', problem: 'is odd' },
      ],
    });
    expect(problemsOf(problem)).toEqual({
      name: 'Must be another one.',
      date: 'Must be in the future.',
      rooms: 'Is unknown.',
    });
    expect(problemsOf(undefined)).toEqual({});
  });
});
