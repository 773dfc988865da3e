import type { HomeStatus } from '@gatehouse/loxone-controls';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import { type ToolError, toolError } from '../tool-error.js';

/** Nothing is known of the house yet. */
export function neverConnected(status: HomeStatus): ToolError {
  return toolError(
    'house_offline',
    `Nothing is known of the house yet. ${sentenceOf(status)}`,
    nextStep(status),
  );
}

/** Nothing can be sent now; nothing was. */
export function notLive(status: HomeStatus): ToolError {
  return toolError('house_offline', `Nothing was sent. ${sentenceOf(status)}`, nextStep(status));
}

/**
 * The remark that what was read may be old, and how old.
 *
 * @param now - Epoch milliseconds.
 * @returns `undefined` while the house is live.
 */
export function staleNotice(status: HomeStatus, now: number): string | undefined {
  if (status.phase === 'live') return undefined;
  const age = ageText(now - status.since);
  return `Not connected to the house for ${age}: states may be that old or older. ${sentenceOf(status)}`;
}

/** How the connection stands, in one sentence. */
export function sentenceOf(status: HomeStatus): string {
  if (status.problem !== undefined) return asSentence(cleanText(status.problem, MAX_VALUE_LENGTH));
  switch (status.phase) {
    case 'connecting':
      return 'The first connection to the Miniserver is being made.';
    case 'live':
      return 'The house is connected.';
    case 'reconnecting':
      return 'The connection to the Miniserver was lost and is being made again.';
    case 'rejected':
      return 'The Miniserver refused the credentials.';
    case 'stopped':
      return 'The connection to the Miniserver was closed.';
  }
}

/** Only some phases end by themselves. */
function nextStep(status: HomeStatus): string {
  return status.phase === 'rejected' || status.phase === 'stopped'
    ? 'Trying again will not help; the owner of the house has to look at the server.'
    : 'Try again in a little while.';
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** `40 s`, `3 min`, `2 h`, `4 days`. */
function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
