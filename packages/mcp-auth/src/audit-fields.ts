import type { AuditActor, AuditEvent, Principal } from '@gatehouse/core';
import type { Caller } from './authentication.js';

/** Longest text of a client that goes into the trail. */
const LONGEST = 200;

/** Control characters, line separators, lone surrogates and marks that turn text around. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu;

/** What a client says of itself, made safe for people who read the trail in a terminal. */
function clean(text: string): string {
  return text.slice(0, LONGEST).replace(UNPRINTABLE, '\ufffd');
}

/** The fields of an event that tell where a caller is. */
export function callerFields(
  from: Pick<Caller, 'address' | 'requestId' | 'userAgent'> & { readonly sessionId?: string },
): Pick<AuditEvent, 'address' | 'requestId' | 'userAgent' | 'sessionId'> {
  const { address, requestId, userAgent, sessionId } = from;
  return {
    ...(address === undefined ? {} : { address: clean(address) }),
    ...(requestId === undefined ? {} : { requestId: clean(requestId) }),
    ...(userAgent === undefined ? {} : { userAgent: clean(userAgent) }),
    ...(sessionId === undefined ? {} : { sessionId: clean(sessionId) }),
  };
}

/** Nobody: a caller who has not proved anything. */
export const ANONYMOUS: AuditActor = { id: 'anonymous' };

/** A principal as the trail names it. */
export function actorOf({ id, kind, role }: Principal): AuditActor {
  return { id, kind, role };
}
