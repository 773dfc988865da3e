import { type Clock, systemClock } from '@gatehouse/core';
import type { HomeStateChange, LoxoneHome, StateValue } from '@gatehouse/loxone-controls';
import type { Journal, JournalEntry } from '../ports/journal.js';
import { shownValue } from '../state/state-value.js';
import { isNoise } from './dead-band.js';

/** A journal that writes itself. */
export interface JournalRecorder extends Journal {
  /** Stops writing; what is written stays readable. */
  close(): void;
}

/** How much a journal keeps. */
export interface JournalOptions {
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Most entries in all, 1–1,000,000. Default 5,000. */
  readonly capacity?: number;
  /** Most entries of one control, 1–`capacity`. Default: a twentieth of `capacity`, at least 1. */
  readonly perControl?: number;
}

const DEFAULT_CAPACITY = 5000;
const MAX_CAPACITY = 1_000_000;
const SHARE = 20;

/** A blind that travels, or a dimmer that fades, reports many times and is one event. */
const SAME_MOVE_MS = 10_000;
/** A value that never rests is told of anew after this. */
const MAX_MOVE_MS = 60_000;

interface Move {
  readonly entry: JournalEntry;
  readonly began: number;
}

/**
 * Writes down what changes in a house from now on. It is bounded in all and for each control, so
 * that one chatty sensor does not push out everything else; small movements of analog values are no
 * events, and a movement is one, however often it is reported.
 *
 * @throws RangeError when a size is out of range.
 */
export function createJournal(home: LoxoneHome, options: JournalOptions = {}): JournalRecorder {
  const { clock = systemClock, capacity = DEFAULT_CAPACITY } = options;
  assertSize('capacity', capacity, MAX_CAPACITY);
  const perControl = options.perControl ?? Math.max(1, Math.floor(capacity / SHARE));
  assertSize('perControl', perControl, capacity);
  const entries = new Map<number, JournalEntry>();
  const ofControl = new Map<string, number[]>();
  /** The last entry of each state, and when the movement that it tells of began. */
  const latest = new Map<string, Move>();
  let sequence = 0;

  /** Takes an entry out of everything that refers to it. */
  const drop = (entry: JournalEntry): void => {
    entries.delete(entry.sequence);
    const own = ofControl.get(entry.control);
    own?.splice(own.indexOf(entry.sequence), 1);
    if (own?.length === 0) ofControl.delete(entry.control);
    const key = keyOf(entry.control, entry.state);
    if (latest.get(key)?.entry === entry) latest.delete(key);
  };
  const dropFirst = (among: Iterable<number>): void => {
    for (const oldest of among) {
      const entry = entries.get(oldest);
      if (entry !== undefined) drop(entry);
      return;
    }
  };
  const write = (entry: JournalEntry, began: number): void => {
    if ((ofControl.get(entry.control)?.length ?? 0) >= perControl) {
      dropFirst(ofControl.get(entry.control) ?? []);
    }
    if (entries.size >= capacity) dropFirst(entries.keys());
    entries.set(entry.sequence, entry);
    const own = ofControl.get(entry.control);
    if (own === undefined) ofControl.set(entry.control, [entry.sequence]);
    else own.push(entry.sequence);
    latest.set(keyOf(entry.control, entry.state), { entry, began });
  };
  const take = (change: HomeStateChange): void => {
    // What the house tells first is how things are, not that anything happened.
    if (change.before === null) return;
    const at = clock.now();
    const last = latest.get(keyOf(change.control, change.state.name));
    const noise = isNoise(last?.entry.value ?? change.before, change.state);
    const move = last !== undefined && isMove(change) && isUnderWay(last, at) ? last : undefined;
    if (noise && move === undefined) return;
    sequence += 1;
    if (move === undefined) {
      write(entryOf(change, { sequence, at, before: change.before }), at);
      return;
    }
    drop(move.entry);
    // Where a movement ends is told exactly; trembling afterwards does not prolong it.
    const { before } = move.entry;
    write(entryOf(change, { sequence, at: noise ? move.entry.at : at, before }), move.began);
  };

  const unsubscribe = home.onChange((change) => {
    if (change.type === 'states') for (const one of change.changes) take(one);
  });
  return {
    since: clock.now(),
    read(after = 0) {
      return [...entries.values()].reverse().filter((entry) => entry.sequence > after);
    },
    close: unsubscribe,
  };
}

function entryOf(
  { control, state }: HomeStateChange,
  more: Pick<JournalEntry, 'sequence' | 'at' | 'before'>,
): JournalEntry {
  return {
    ...more,
    before: kept(more.before),
    control,
    state: state.name,
    value: kept(state.value),
    ...(state.unit !== undefined && { unit: state.unit }),
    ...(state.text !== undefined && { text: state.text }),
  };
}

/** States that are JSON may hold kilobytes; thousands of them would hold the process's memory. */
function kept(value: StateValue): StateValue {
  return typeof value === 'object' || typeof value === 'string'
    ? (shownValue(value) as StateValue)
    : value;
}

function isMove({ before, state }: HomeStateChange): boolean {
  return typeof before === 'number' && typeof state.value === 'number';
}

function isUnderWay({ entry, began }: Move, at: number): boolean {
  return at - entry.at < SAME_MOVE_MS && at - began < MAX_MOVE_MS;
}

function keyOf(control: string, state: string): string {
  return `${control}\n${state}`;
}

function assertSize(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new RangeError(`${name} must be a whole number, 1–${max}`);
}
