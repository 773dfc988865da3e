import { formatHistory, type HistoryEntry } from '@gatehouse/loxone-protocol';
import type { Control } from './control.js';

const KEPT = 100;

/** What was done to the controls that remember it (`details.hasHistory`, reference §4.5). */
export class ControlHistory {
  readonly #entries = new Map<string, readonly HistoryEntry[]>();

  /** @param now - Epoch milliseconds. */
  note(control: Control, command: string, now: number): void {
    if (control.details.hasHistory === undefined || control.details.hasHistory === false) return;
    const entry: HistoryEntry = {
      time: Math.floor(now / 1000),
      what: command,
      trigger: 'Visualisation',
      triggerType: 'user',
      impacts: [],
    };
    this.#entries.set(control.id, [entry, ...this.#of(control)].slice(0, KEPT));
  }

  /** The value of `gethistory`, newest first. */
  answer(control: Control): unknown {
    return formatHistory(this.#of(control));
  }

  #of(control: Control): readonly HistoryEntry[] {
    return this.#entries.get(control.id) ?? [];
  }
}
