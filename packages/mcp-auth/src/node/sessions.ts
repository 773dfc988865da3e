import {
  type AuditSink,
  type Clock,
  type KeyId,
  type KeyStoreEvent,
  type Logger,
  type Principal,
  silentLogger,
  systemClock,
} from '@gatehouse/core';
import { type Cancel, type Schedule, systemSchedule, wakeAt } from './schedule.js';

/** What can be ended: an SDK transport or server, or a record that holds one. */
export interface ClosableSession {
  close(): void | Promise<void>;
}

/**
 * The sessions of a server, each of them bound to the principal that opened it. A session id is a
 * name, not a credential: whoever learns one still needs the key that it belongs to.
 *
 * The methods are asynchronous so that an implementation over a shared store fits.
 */
export interface SessionRegistry<Session extends ClosableSession> {
  readonly size: number;
  /**
   * Binds a session to its principal. If the principal is no longer what it was (revoked meanwhile),
   * the session is closed at once.
   *
   * @throws `RangeError` when the id is in use; `McpAuthError` when the keys cannot be read, and
   * then the session is closed, too.
   */
  open(id: string, principal: Principal, session: Session): Promise<void>;
  /**
   * @returns The session, or `undefined` when there is none of this id or it is somebody else's,
   * which answers alike: 404 (MCP 2025-11-25, Streamable HTTP, session management).
   */
  find(id: string, principal: Principal): Promise<Session | undefined>;
  /** Forgets a session that has ended by itself. Unknown ids are fine. */
  forget(id: string): Promise<void>;
  /** Closes all sessions and stops listening for changes of keys. */
  close(): Promise<void>;
}

/** What a registry needs to know about keys; `McpAuth.keys` is one. */
export interface SessionKeys {
  principal(id: KeyId): Promise<Principal | undefined>;
  subscribe(listener: (event: KeyStoreEvent) => void): () => void;
}

/** How a registry in memory works. */
export interface SessionRegistryOptions {
  readonly keys: SessionKeys;
  /**
   * Sessions that one principal may have; one more ends the one that was used least recently, since
   * clients that went away rarely say so. An integer ≥ 1; default 64.
   */
  readonly maxPerPrincipal?: number;
  readonly clock?: Clock;
  /** Runs something later. Default: `setTimeout`, not keeping the process alive. */
  readonly schedule?: Schedule;
  /** Gets `session.opened` and `session.closed`; `McpAuth.audit` is one. */
  readonly audit?: Pick<AuditSink, 'note'>;
  readonly logger?: Logger;
}

interface Entry<Session> {
  readonly principal: Principal;
  readonly session: Session;
  readonly cancelExpiry: Cancel;
}

/**
 * Makes a registry in memory. It closes the sessions of a key as soon as the key is changed,
 * revoked, deleted or expired: an open stream would otherwise go on delivering.
 *
 * @throws `RangeError` when `maxPerPrincipal` is not an integer ≥ 1.
 */
export function createSessionRegistry<Session extends ClosableSession>(
  options: SessionRegistryOptions,
): SessionRegistry<Session> {
  return new MemorySessionRegistry<Session>(options);
}

class MemorySessionRegistry<Session extends ClosableSession> implements SessionRegistry<Session> {
  /** In the order of last use: `find` moves a session to the end. */
  readonly #entries = new Map<string, Entry<Session>>();
  readonly #keys: SessionKeys;
  readonly #maxPerPrincipal: number;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #audit: Pick<AuditSink, 'note'> | undefined;
  readonly #logger: Logger;
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(options: SessionRegistryOptions) {
    const { keys, maxPerPrincipal = 64 } = options;
    if (!Number.isInteger(maxPerPrincipal) || maxPerPrincipal < 1) {
      throw new RangeError(`maxPerPrincipal must be an integer ≥ 1, got ${maxPerPrincipal}`);
    }
    this.#keys = keys;
    this.#maxPerPrincipal = maxPerPrincipal;
    this.#clock = options.clock ?? systemClock;
    this.#schedule = options.schedule ?? systemSchedule;
    this.#audit = options.audit;
    this.#logger = options.logger ?? silentLogger;
    this.#unsubscribe = keys.subscribe((event) => {
      if (event.type !== 'inserted') this.#endAllOf(event.id, event.type);
    });
  }

  get size(): number {
    return this.#entries.size;
  }

  async open(id: string, principal: Principal, session: Session): Promise<void> {
    // A request that was under way when the server began to shut down.
    if (this.#closed) return session.close();
    if (this.#entries.has(id)) throw new RangeError('id must be new: a session has it already');
    this.#makeRoom(principal.id);
    const cancelExpiry =
      principal.expiresAt === undefined
        ? () => undefined
        : wakeAt(principal.expiresAt, this.#clock, this.#schedule, () => this.#end(id, 'expired'));
    this.#entries.set(id, { principal, session, cancelExpiry });
    this.#note('session.opened', id, principal);
    // Only now, with the session bound: a change between this look and the binding would be missed.
    if (principal.kind === 'key' && !(await this.#isCurrent(id, principal))) {
      this.#end(id, 'changed');
    }
  }

  async find(id: string, principal: Principal): Promise<Session | undefined> {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.principal.id !== principal.id) return undefined;
    if (entry.principal.kind !== principal.kind) return undefined;
    if (entry.principal.revision !== principal.revision) {
      this.#end(id, 'changed');
      return undefined;
    }
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.session;
  }

  async forget(id: string): Promise<void> {
    this.#take(id, 'ended');
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await Promise.all([...this.#entries.keys()].map((id) => this.#ended(id, 'shutdown')));
  }

  async #isCurrent(id: string, principal: Principal): Promise<boolean> {
    try {
      const current = await this.#keys.principal(principal.id);
      return current?.revision === principal.revision;
    } catch (error) {
      this.#end(id, 'keys unavailable');
      throw error;
    }
  }

  #makeRoom(principalId: string): void {
    const own = [...this.#entries].filter(([, { principal }]) => principal.id === principalId);
    const surplus = own.length + 1 - this.#maxPerPrincipal;
    for (const [id] of own.slice(0, Math.max(surplus, 0))) this.#end(id, 'too many');
  }

  #endAllOf(principalId: string, why: string): void {
    for (const [id, { principal }] of this.#entries) {
      if (principal.id === principalId) this.#end(id, why);
    }
  }

  #take(id: string, why: string): Entry<Session> | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    entry.cancelExpiry();
    this.#entries.delete(id);
    this.#note('session.closed', id, entry.principal, why);
    return entry;
  }

  #note(
    type: 'session.opened' | 'session.closed',
    sessionId: string,
    { id, kind, role }: Principal,
    reason?: string,
  ): void {
    this.#audit?.note({
      type,
      actor: { id, kind, role },
      outcome: 'success',
      sessionId,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** Ends a session without waiting for it; `#ended` never rejects. */
  #end(id: string, why: string): void {
    void this.#ended(id, why);
  }

  async #ended(id: string, why: string): Promise<void> {
    // Out of the map first: closing a transport calls back into `forget`.
    const entry = this.#take(id, why);
    if (entry === undefined) return;
    this.#logger.info('closed a session', { principal: entry.principal.id, why });
    try {
      await entry.session.close();
    } catch (error) {
      this.#logger.warn('a session did not close cleanly', {
        principal: entry.principal.id,
        error: error instanceof Error ? error.name : typeof error,
      });
    }
  }
}
