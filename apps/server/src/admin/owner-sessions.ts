import { randomUUID } from 'node:crypto';
import {
  type Clock,
  compileAddressList,
  type EpochMs,
  type KeyId,
  type Logger,
  type Principal,
  type RandomBytes,
  silentLogger,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/core';
import type { DecisionContext, McpAuth } from '@gatehouse/mcp-auth';
import type { ConnectionBook, ConnectionEntry } from '../http/connections.js';
import { readSessionCookie } from './session-cookie.js';
import {
  createMemorySessionStore,
  type OwnerSessionStore,
  type StoredSession,
} from './session-store.js';
import { csrfTokenOf, hashOf, isToken, makeToken, sameHash } from './session-token.js';

/** Without a request for so long, a session ends (OWASP ASVS 7.3.1). */
export const IDLE_MS: number = 30 * 60_000;
/** However much it is used, it ends (OWASP ASVS 7.3.2). */
export const LIFE_MS: number = 12 * 3_600_000;
/** Of one key, so that none can push out what others have open. */
const MOST_PER_OWNER = 32;
const MOST = 1_000;
/** A clock that is set back a little ends nothing. */
const JITTER_MS = 60_000;

/** Whom a session belongs to. */
export interface FoundSession {
  /** Of kind `session`, otherwise as its key would make it now. */
  readonly principal: Principal;
  /** To be compared with the header `X-CSRF-Token` of every request that changes something. */
  readonly csrfToken: string;
  /** Public: it opens nothing. */
  readonly sessionId: string;
  readonly endsAt: EpochMs;
}

/** What a session is opened with. */
export interface SessionOpening {
  /** Whoever has just proved who they are. */
  readonly principal: Principal;
  /** The key that proved it; absent for a one-time link. */
  readonly keyId?: KeyId;
  readonly secure: boolean;
  readonly context: DecisionContext;
}

/** Why a session has ended; stands in the trail. */
export type SessionEnd =
  | 'signed-out'
  | 'signed-in-anew'
  | 'ended-by-owner'
  | 'idle'
  | 'expired'
  | 'key-changed'
  | 'too-many'
  | 'shutdown';

/** The browsers that are signed in. */
export interface OwnerSessions {
  /**
   * Counts as use.
   *
   * @param from.address - Where the request comes from. A key that is bound to addresses gives no
   *   session to others, nor where the address is not known.
   * @returns `undefined` when there is no session, when it has ended, or when its key was changed.
   */
  find(
    cookieHeader: string | undefined,
    from?: { readonly address?: string },
  ): Promise<FoundSession | undefined>;
  /** Opens a session under a new token, whatever the browser had before. */
  open(opening: SessionOpening): Promise<FoundSession & { readonly token: string }>;
  /** @returns Whether there was one of this id. */
  end(sessionId: string, why: SessionEnd): Promise<boolean>;
  /** Whether one is still open and its key is what it was. Counts as no use. */
  isOpen(sessionId: string): Promise<boolean>;
  /** Id of a session in lists of who is connected. */
  connectionOf(sessionId: string): string | undefined;
  /** Calls `listener` once a session of this process has ended. @returns A function that ends it. */
  onEnd(listener: (sessionId: string) => void): () => void;
  /** Ends those whose time is over. */
  sweep(): Promise<void>;
  /** Ends all sessions of this process. */
  close(): Promise<void>;
}

/** What sessions are made of. */
export interface OwnerSessionParts {
  readonly auth: Pick<McpAuth, 'keys' | 'audit'>;
  readonly connections: Pick<ConnectionBook, 'add'>;
  /** Default: memory. */
  readonly store?: OwnerSessionStore;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly logger?: Logger;
}

/** Makes {@link OwnerSessions}. */
export function createOwnerSessions(parts: OwnerSessionParts): OwnerSessions {
  return new Sessions(parts);
}

class Sessions implements OwnerSessions {
  readonly #auth: OwnerSessionParts['auth'];
  readonly #connections: OwnerSessionParts['connections'];
  readonly #store: OwnerSessionStore;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #logger: Logger;
  readonly #entries = new Map<string, ConnectionEntry>();
  readonly #listeners = new Set<(sessionId: string) => void>();
  readonly #unsubscribe: () => void;

  constructor(parts: OwnerSessionParts) {
    this.#auth = parts.auth;
    this.#connections = parts.connections;
    this.#store = parts.store ?? createMemorySessionStore();
    this.#clock = parts.clock ?? systemClock;
    this.#random = parts.random ?? systemRandomBytes;
    this.#logger = parts.logger ?? silentLogger;
    this.#unsubscribe = parts.auth.keys.subscribe(({ type, id }) => {
      // Each request looks anew; this is for streams, which would otherwise go on delivering.
      if (type !== 'inserted') void this.#endOfKey(id);
    });
  }

  async find(
    cookieHeader: string | undefined,
    from: { readonly address?: string } = {},
  ): Promise<FoundSession | undefined> {
    const sent = readSessionCookie(cookieHeader);
    if (sent === undefined || !isToken(sent.token)) return undefined;
    const tokenHash = hashOf(sent.token);
    const session = await this.#store.findByHash(tokenHash);
    if (session === undefined || !sameHash(session.tokenHash, tokenHash)) return undefined;
    if (session.secure !== sent.secure) return undefined;
    const principal = await this.#currentOf(session);
    if (principal === undefined || !(await this.#isAdmitted(session, from))) return undefined;
    await this.#store.touch(session.id, this.#clock.now());
    this.#entries.get(session.id)?.seen();
    return foundOf(session, principal, sent.token);
  }

  async open(opening: SessionOpening): Promise<FoundSession & { readonly token: string }> {
    const { secure, keyId, context } = opening;
    await this.sweep();
    await this.#makeRoom(opening.principal.id);
    const token = makeToken(this.#random);
    const now = this.#clock.now();
    const session: StoredSession = {
      id: randomUUID(),
      tokenHash: hashOf(token),
      principal: { ...opening.principal, kind: 'session' },
      ...(keyId === undefined ? {} : { keyId }),
      secure,
      openedAt: now,
      usedAt: now,
    };
    await this.#store.add(session);
    this.#list(session, context);
    this.#note('session.opened', session, keyId === undefined ? 'one-time-link' : 'key', context);
    return { ...foundOf(session, session.principal, token), token };
  }

  async end(sessionId: string, why: SessionEnd): Promise<boolean> {
    const session = await this.#store.get(sessionId);
    if (session === undefined || !(await this.#store.remove(sessionId))) return false;
    this.#entries.get(sessionId)?.closed();
    this.#entries.delete(sessionId);
    this.#note('session.closed', session, why, {});
    for (const listener of this.#listeners) listener(sessionId);
    return true;
  }

  async isOpen(sessionId: string): Promise<boolean> {
    const session = await this.#store.get(sessionId);
    return session !== undefined && (await this.#currentOf(session)) !== undefined;
  }

  connectionOf(sessionId: string): string | undefined {
    return this.#entries.get(sessionId)?.id;
  }

  onEnd(listener: (sessionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async sweep(): Promise<void> {
    for (const session of await this.#store.list()) {
      const why = endOf(session, this.#clock.now());
      if (why !== undefined) await this.end(session.id, why);
    }
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    for (const id of [...this.#entries.keys()]) await this.end(id, 'shutdown');
    this.#listeners.clear();
  }

  /** Who a session acts as now; ends it when nobody does any more. */
  async #currentOf(session: StoredSession): Promise<Principal | undefined> {
    const why = endOf(session, this.#clock.now());
    if (why !== undefined) {
      await this.end(session.id, why);
      return undefined;
    }
    const { keyId, principal } = session;
    if (keyId === undefined) return principal;
    const current = await this.#auth.keys.principal(keyId);
    if (current?.revision === principal.revision) return { ...current, kind: 'session' };
    await this.end(session.id, 'key-changed');
    return undefined;
  }

  /** A cookie that was carried off is of no more use elsewhere than the key would be. */
  async #isAdmitted(
    { keyId }: StoredSession,
    { address }: { readonly address?: string },
  ): Promise<boolean> {
    if (keyId === undefined) return true;
    const record = await this.#auth.keys.get(keyId);
    return record !== undefined && compileAddressList(record.ipWhitelist).allows(address);
  }

  async #endOfKey(keyId: KeyId): Promise<void> {
    try {
      for (const session of await this.#store.list()) {
        if (session.keyId === keyId) await this.#currentOf(session);
      }
    } catch (error) {
      // The next request looks again, and then nobody gets in.
      this.#logger.warn('sessions of a changed key could not be looked at', {
        keyId,
        error: error instanceof Error ? error.name : typeof error,
      });
    }
  }

  async #makeRoom(ownerId: string): Promise<void> {
    const all = await this.#store.list();
    const own = all.filter(({ principal }) => principal.id === ownerId);
    const surplus = [
      ...own.slice(0, Math.max(own.length + 1 - MOST_PER_OWNER, 0)),
      ...all.slice(0, Math.max(all.length + 1 - MOST, 0)),
    ];
    for (const { id } of surplus) await this.end(id, 'too-many');
  }

  #list({ id, principal }: StoredSession, { address, userAgent }: DecisionContext): void {
    const entry = this.#connections.add({
      kind: 'admin',
      principal,
      ...(address === undefined ? {} : { address }),
      ...(userAgent === undefined ? {} : { client: shownClient(userAgent) }),
      end: async () => void (await this.end(id, 'ended-by-owner')),
    });
    this.#entries.set(id, entry);
  }

  #note(
    type: 'session.opened' | 'session.closed',
    { id, principal }: StoredSession,
    reason: string,
    { address, userAgent, requestId }: DecisionContext,
  ): void {
    this.#auth.audit.note({
      type,
      actor: { id: principal.id, kind: 'session', role: principal.role },
      outcome: 'success',
      sessionId: id,
      reason,
      ...(address === undefined ? {} : { address }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(userAgent === undefined ? {} : { userAgent: shownClient(userAgent) }),
    });
  }
}

/** A clock that is set back must not make a session live longer. */
function endOf({ openedAt, usedAt }: StoredSession, now: EpochMs): SessionEnd | undefined {
  if (now >= openedAt + LIFE_MS || now < openedAt - JITTER_MS) return 'expired';
  return now >= usedAt + IDLE_MS || now < usedAt - JITTER_MS ? 'idle' : undefined;
}

function foundOf(
  { id, openedAt }: StoredSession,
  principal: Principal,
  token: string,
): FoundSession {
  return {
    principal,
    csrfToken: csrfTokenOf(token),
    sessionId: id,
    endsAt: Math.min(openedAt + LIFE_MS, principal.expiresAt ?? Number.MAX_SAFE_INTEGER),
  };
}

/** What a browser says of itself: data of strangers, on one line. */
function shownClient(userAgent: string): string {
  return userAgent.slice(0, 120).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
