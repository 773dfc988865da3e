import type { CommandOutcome } from '@gatehouse/loxone-controls';
import { sentenceOf } from '../house/freshness.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import { besideText } from './beside-text.js';
import { type Item, item } from './item.js';

/** How the house stands after a command. */
export interface Aftermath {
  /** How long the caller was ready to wait for a state, in milliseconds. */
  readonly waitMs: number;
  /** The control in a few words. */
  readonly state: string | undefined;
  /** Whether it is as wanted; `undefined` when its states do not tell. */
  readonly reached: boolean | undefined;
}

/** Puts into words what the house did; it never claims more than was seen (rule 8). */
export function itemOf(
  of: { readonly id: string; readonly label: string },
  outcome: CommandOutcome,
  { waitMs, state, reached }: Aftermath,
): Item {
  switch (outcome.outcome) {
    case 'changed':
      return item(of, 'changed', changedText(outcome, state, reached), state);
    case 'unchanged':
      return unchanged(of, { waitMs, state, reached });
    case 'invalid':
      return item(of, 'refused', `not sent: ${tidy(outcome.problem.message)}`);
    case 'refused':
      return item(of, 'refused', `refused by the Miniserver: ${refusalText(outcome)}`, state);
    case 'offline':
      return item(of, 'offline', `not sent: ${sentenceOf(outcome.status)}`);
    case 'unknown':
      return item(of, 'unknown', `nobody knows what became of it: ${tidy(outcome.message)}`, state);
  }
}

function refusalText({ code, message }: Extract<CommandOutcome, { outcome: 'refused' }>): string {
  const text = tidy(message);
  return text.includes(String(code)) ? text : `${text} (${code})`;
}

function changedText(
  { changes }: Extract<CommandOutcome, { outcome: 'changed' }>,
  state: string | undefined,
  reached: boolean | undefined,
): string {
  if (state === undefined) {
    const names = [...new Set(changes.map((change) => cleanText(change.state.name)))];
    return `changed: ${names.join(', ')}`;
  }
  const now = `now ${state}${besideText(changes)}`;
  return reached === false ? `${now}, not (yet) as asked` : now;
}

function unchanged(
  of: { readonly id: string; readonly label: string },
  { waitMs, state, reached }: Aftermath,
): Item {
  const still = state === undefined ? '' : `; it is ${state}`;
  if (reached === true) {
    return item(of, 'already', `nothing changed: it was already ${state ?? 'so'}`, state);
  }
  if (waitMs === 0) {
    return item(of, 'accepted', `accepted by the Miniserver, not waited for${still}`, state);
  }
  const waited = `${waitMs / 1000} s`;
  return item(of, 'unchanged', `accepted, but no state changed within ${waited}${still}`, state);
}

function tidy(text: string): string {
  return cleanText(text, MAX_VALUE_LENGTH);
}
