import { mainStates } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseMessage, LogEntry } from '../ports/house-data.js';
import type { JournalEntry } from '../ports/journal.js';
import { shownValue } from '../state/state-value.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';

/** One thing that happened, of whatever source. */
export interface EventItem {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly source: 'state' | 'message' | 'log';
  readonly text: string;
  /** Id of the control that it is about. */
  readonly id?: string;
  readonly state?: string;
  readonly value?: unknown;
}

/**
 * Whether a change answers "what happened?": of a known type its main states do; of an unknown one
 * nobody knows which.
 */
export function isTelling({ control }: HouseEntry, state: string): boolean {
  const main = mainStates(control.type);
  return main.length === 0 || main.some(({ name }) => name === state);
}

/** `Coffee [Kitchen]: active on`, `Blind [Kitchen]: position 0 % → 60 % closed` */
export function stateEvent(entry: HouseEntry, change: JournalEntry): EventItem {
  const { state, value, before, unit } = change;
  const now = change.text ?? plain(value, unit);
  const was = typeof before === 'number' ? `${plain(before, unit)} → ` : '';
  return {
    at: change.at,
    source: 'state',
    text: cleanText(`${entry.label}: ${state} ${was}${now}`, MAX_VALUE_LENGTH),
    id: entry.control.id,
    state: cleanText(state),
    value: shownValue(value),
  };
}

export function messageEvent(message: HouseMessage): EventItem {
  const { severity = 'info', title, description, affected, past, at = 0 } = message;
  const parts = [
    `${severity}: ${title}`,
    ...(affected === undefined ? [] : [`about ${affected}`]),
    ...(description === undefined ? [] : [description]),
    ...(past ? ['it is over'] : []),
  ];
  return { at, source: 'message', text: cleanText(parts.join('; '), MAX_VALUE_LENGTH) };
}

export function logEvent(entry: HouseEntry, { at, what, by }: LogEntry): EventItem {
  const who = by === undefined ? '' : ` by ${by}`;
  return {
    at,
    source: 'log',
    text: cleanText(`${entry.label}: ${what}${who}`, MAX_VALUE_LENGTH),
    id: entry.control.id,
  };
}

function plain(value: unknown, unit: string | undefined): string {
  const shown = shownValue(value);
  const text = typeof shown === 'object' ? JSON.stringify(shown) : String(shown);
  return unit === undefined ? text : `${text} ${unit}`;
}
