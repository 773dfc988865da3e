import type { KeyNotice, KeyStatus } from '../../wire/index.js';
import { relativeTime } from '../format.js';
import type { Tone } from '../ui/states.js';

interface StatusWords {
  readonly tone: Tone;
  readonly word: string;
  /** What it means for whoever has the key. */
  readonly meaning: string;
}

/** How each status is shown, in the order of the filter. */
export const STATUS_WORDS: Readonly<Record<KeyStatus, StatusWords>> = {
  active: { tone: 'good', word: 'Active', meaning: 'It lets its holder in.' },
  'not-yet-valid': {
    tone: 'info',
    word: 'Not yet valid',
    meaning: 'It lets nobody in before its first day.',
  },
  idle: {
    tone: 'warning',
    word: 'Idle',
    meaning: 'It was not used for too long, and lets nobody in until it is enabled again.',
  },
  expired: { tone: 'warning', word: 'Expired', meaning: 'Its time is over: it lets nobody in.' },
  disabled: {
    tone: 'neutral',
    word: 'Disabled',
    meaning: 'It lets nobody in until it is enabled again.',
  },
  revoked: { tone: 'bad', word: 'Revoked', meaning: 'It lets nobody in, and never will again.' },
};

/** All statuses, in the order of the filter. */
export const STATUSES: readonly KeyStatus[] = Object.keys(STATUS_WORDS) as KeyStatus[];

/** @returns What a notice says, in a few words: `Expires in 3 days`. */
export function noticeWords(notice: KeyNotice, now: number): string {
  const when = relativeTime(notice.at, now);
  switch (notice.kind) {
    case 'expiring':
      return `Expires ${when}`;
    case 'idle-soon':
      return `Stops ${when} if nobody uses it`;
    case 'stale':
      return `Not used since ${when}`;
    case 'never-used':
      return 'Never used';
    case 'overlap-ending':
      return `Replaced; stops ${when}`;
    default:
      return notice.kind;
  }
}
