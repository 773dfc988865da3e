import type { AuditEvent, AuditValue, EpochMs } from '@gatehouse/core';
import { quoted } from './safe-text.js';

/**
 * The line of a record: one JSON object in printable characters,
 *
 *     {"sequence":12,"at":"2026-01-01T00:00:00.000Z","type":"key.created",…,"mac":"<43 characters>"}
 *
 * Its MAC covers the MAC before it and the line up to `,"mac":"`, as bytes: what is verified is what
 * was read, never a second rendering of it.
 */

const HEAD = '{"sequence":';
const MAC_MEMBER = ',"mac":"';
const MAC_WIDTH = 43;
const END = '"}';
const TAIL_WIDTH = MAC_MEMBER.length + MAC_WIDTH + END.length;

/** A line taken apart, before anything in it is believed. */
export interface LineParts {
  readonly sequence: number;
  /** What the MAC covers beside the MAC before it. */
  readonly body: string;
  readonly mac: string;
}

/** 9999-12-31T23:59:59.999Z: the last moment that RFC 3339 can write. */
const LAST_MOMENT = 253_402_300_799_999;

/** A clock that is broken must not keep an event out of the trail. */
export function writableTime(at: EpochMs): EpochMs {
  return Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), LAST_MOMENT) : 0;
}

function renderValue(value: AuditValue): string {
  if (typeof value === 'string') {
    return quoted(value);
  }
  return typeof value === 'object' ? `[${value.map(quoted).join(',')}]` : String(value);
}

/** `,"name":"value"`, or nothing. */
function member(name: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":${quoted(value)}`;
}

function renderDetails(details: AuditEvent['details']): string {
  if (details === undefined) {
    return '';
  }
  const members = Object.entries(details).map(
    ([name, value]) => `${quoted(name)}:${renderValue(value)}`,
  );
  return `,"details":{${members.join(',')}}`;
}

let lastAt = 0;
let lastText = new Date(0).toISOString();

/** Many events share a millisecond, and to write it costs as much as all the rest of a line. */
function timestamp(at: EpochMs): string {
  if (at !== lastAt) {
    lastText = new Date(at).toISOString();
    lastAt = at;
  }
  return lastText;
}

/** Everything of a line between its number and its MAC, so that it can wait for its number. */
export function renderEvent(at: EpochMs, event: AuditEvent): string {
  const { actor } = event;
  const who = `"id":${quoted(actor.id)}${member('kind', actor.kind)}${member('role', actor.role)}`;
  return (
    `,"at":"${timestamp(at)}"${member('type', event.type)},"actor":{${who}}` +
    member('outcome', event.outcome) +
    member('target', event.target) +
    member('address', event.address) +
    member('requestId', event.requestId) +
    member('sessionId', event.sessionId) +
    member('userAgent', event.userAgent) +
    member('reason', event.reason) +
    renderDetails(event.details)
  );
}

/** What the MAC of a line covers, beside the MAC before it. */
export function lineBody(sequence: number, rendered: string): string {
  return `${HEAD}${sequence}${rendered}`;
}

/** The whole line. */
export function lineText(body: string, mac: string): string {
  return `${body}${MAC_MEMBER}${mac}${END}`;
}

/**
 * Takes a line apart by its frame alone; the MAC tells whether the rest is as it was written.
 *
 * @returns `undefined` when it is no line of ours.
 */
export function parseLine(text: string): LineParts | undefined {
  const bodyEnd = text.length - TAIL_WIDTH;
  const comma = text.indexOf(',', HEAD.length);
  if (
    comma < 0 ||
    comma > bodyEnd ||
    !text.startsWith(HEAD) ||
    !text.endsWith(END) ||
    !text.startsWith(MAC_MEMBER, bodyEnd)
  ) {
    return undefined;
  }
  const sequence = Number(text.slice(HEAD.length, comma));
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    return undefined;
  }
  const macStart = bodyEnd + MAC_MEMBER.length;
  return {
    sequence,
    body: text.slice(0, bodyEnd),
    mac: text.slice(macStart, macStart + MAC_WIDTH),
  };
}
