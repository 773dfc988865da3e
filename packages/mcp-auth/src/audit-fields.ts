import type { AuditActor, AuditEvent, Principal } from '@gatehouse/core';
import type { Caller } from './authentication.js';

/** Longest text of a client that goes into the trail. */
const LONGEST = 200;

/** Control characters, line separators, lone surrogates and marks that turn text around. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu;

type Writable<Fields> = { -readonly [Field in keyof Fields]: Fields[Field] };

/** What nearly every text is. */
const PLAIN = /^[\x20-\x7e]*$/;

/** What a client says of itself, made safe for people who read the trail in a terminal. */
function clean(text: string): string {
  const kept = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  return PLAIN.test(kept) ? kept : kept.replace(UNPRINTABLE, '\ufffd');
}

/** The fields of an event that tell where a caller is. */
export function callerFields(
  from: Pick<Caller, 'address' | 'requestId' | 'userAgent'> & { readonly sessionId?: string },
): Pick<AuditEvent, 'address' | 'requestId' | 'userAgent' | 'sessionId'> {
  const { address, requestId, userAgent, sessionId } = from;
  // Not spread: every request comes through here twice.
  const fields: Writable<ReturnType<typeof callerFields>> = {};
  if (address !== undefined) fields.address = clean(address);
  if (requestId !== undefined) fields.requestId = clean(requestId);
  if (userAgent !== undefined) fields.userAgent = clean(userAgent);
  if (sessionId !== undefined) fields.sessionId = clean(sessionId);
  return fields;
}

/** Nobody: a caller who has not proved anything. */
export const ANONYMOUS: AuditActor = { id: 'anonymous' };

/** A principal as the trail names it. */
export function actorOf({ id, kind, role }: Principal): AuditActor {
  return { id, kind, role };
}
