import type { AuditActor, AuditEvent } from '@gatehouse/core';
import { OPTIONAL_TEXTS, type Writable } from './event-fields.js';

/** Characters of the longest line whose event is copied, and items of the longest list in it. */
const LONGEST_LINE = 16_384;
const LONGEST_LIST = 64;
/** What every line takes: its time and its braces. */
const FRAME = 64;
/** What a value takes beside its characters: its member's name, or `[redacted]` in its place. */
const MEMBER = 24;
/** A character is written as `\uXXXX` at worst. */
const WIDEST = 6;

/** An event as it was at one moment: nobody else holds it, or anything in it that can change. */
export interface PlainCopy {
  readonly event: AuditEvent;
  /** Characters that its line takes at most, but for short secrets that redaction makes longer. */
  readonly characters: number;
}

type Details = NonNullable<AuditEvent['details']>;

function copyActor({ id, kind, role }: AuditActor): AuditActor {
  const actor: Writable<AuditActor> = { id };
  if (kind !== undefined) {
    actor.kind = kind;
  }
  if (role !== undefined) {
    actor.role = role;
  }
  return actor;
}

/** Item by item: a list may be anything that calls itself one. */
function copyList(list: readonly string[]): readonly string[] {
  const copy: string[] = [];
  for (let at = 0; at < Math.min(list.length, LONGEST_LIST + 1); at += 1) {
    copy[at] = list[at] as string;
  }
  return copy;
}

function copyDetails(details: Details): Details {
  const copy = { ...details };
  // Those of the original: without details that are an object, this throws as rendering would.
  for (const name of Object.keys(details)) {
    const value = copy[name];
    if (Array.isArray(value)) {
      copy[name] = copyList(value);
    }
  }
  return copy;
}

/** Asks for each field once: to ask again could be answered otherwise. */
function copyOf(event: AuditEvent): AuditEvent {
  const { type, actor, outcome, details } = event;
  const copy: Writable<AuditEvent> = { type, actor: copyActor(actor), outcome };
  for (const field of OPTIONAL_TEXTS) {
    const value = event[field];
    if (value !== undefined) {
      copy[field] = value;
    }
  }
  if (details !== undefined) {
    copy.details = copyDetails(details);
  }
  return copy;
}

/** @returns `NaN`, which makes every sum too large, for what is neither text, number nor boolean. */
function widthOf(value: unknown): number {
  if (typeof value === 'string') {
    return MEMBER + WIDEST * value.length;
  }
  const isShort = value === undefined || typeof value === 'number' || typeof value === 'boolean';
  return isShort ? MEMBER : Number.NaN;
}

function widthOfList(items: readonly unknown[]): number {
  return items.length > LONGEST_LIST
    ? Number.NaN
    : items.reduce((sum: number, item) => sum + widthOf(item), MEMBER);
}

function widthOfDetails(details: Details): number {
  let width = 0;
  for (const name of Object.keys(details)) {
    const value = details[name];
    width += widthOf(name) + (Array.isArray(value) ? widthOfList(value) : widthOf(value));
  }
  return width;
}

function widthOfCopy(copy: AuditEvent): number {
  const { type, actor, outcome, details } = copy;
  let width = FRAME + widthOf(type) + widthOf(outcome);
  width += widthOf(actor.id) + widthOf(actor.kind) + widthOf(actor.role);
  for (const field of OPTIONAL_TEXTS) {
    const value = copy[field];
    width += value === undefined ? 0 : widthOf(value);
  }
  return details === undefined ? width : width + widthOfDetails(details);
}

/**
 * Copies an event that can be rendered later: whatever its caller does with it then, the line is that
 * of this moment, and rendering texts, numbers and booleans cannot fail.
 *
 * @returns `undefined` for one that must be rendered now: it is long, or holds something else.
 * @throws What a getter throws, and `TypeError` for what is no event.
 */
export function copyPlain(event: AuditEvent): PlainCopy | undefined {
  const copy = copyOf(event);
  const characters = widthOfCopy(copy);
  return characters <= LONGEST_LINE ? { event: copy, characters } : undefined;
}
