import type { AuditHead, AuditStorage } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';

/** Bugs that can be planted, to see the contract find them. */
export type AuditFlaw =
  | 'read-makes-head'
  | 'ignores-empty-batches'
  | 'keeps-one-chain-key'
  | 'reverses-batches'
  | 'shows-old-head'
  | 'nothing-clears-head'
  | 'failed-build-clears-head'
  | 'builds-at-once'
  | 'breaks-at-u2028'
  | 'ignores-from'
  | 'reads-from-the-end'
  | 'left-read-blocks'
  | 'forgets-on-close'
  | 'own-head'
  | 'prune-of-nothing-reheads'
  | 'prunes-what-is-just-as-old'
  | 'prunes-nothing'
  | 'prune-miscounts'
  | 'prune-keeps-head'
  | 'prune-drops-head'
  | 'prunes-with-gaps'
  | 'prunes-before-rehead'
  | 'prunes-for-itself'
  | 'tells-before'
  | 'tells-for-ever'
  | 'watcher-stops-append'
  | 'deaf-to-others'
  | 'open-after-close'
  | 'close-twice-throws'
  | 'refuses-yet-appends'
  | 'keeps-half-a-line'
  | 'drops-unconfirmed'
  | 'starts-anew-on-damage';

interface StoredLine {
  readonly at: number;
  readonly text: string;
}

/** What several handles share, as files would be. */
export interface AuditBacking {
  lines: StoredLine[];
  head: AuditHead | undefined;
  /** Lines at the end that the head does not cover. */
  unconfirmed: number;
  torn: string | undefined;
  headDamaged: boolean;
  readonly watchers: Set<(from: object) => void>;
  lock: Promise<unknown>;
}

export function createAuditBacking(): AuditBacking {
  return {
    lines: [],
    head: undefined,
    unconfirmed: 0,
    torn: undefined,
    headDamaged: false,
    watchers: new Set(),
    lock: Promise.resolve(),
  };
}

const LOCATION = 'reference';

/** A storage in memory that keeps the contract, unless `flaws` says otherwise. */
export function createReferenceAuditStorage(
  backing: AuditBacking,
  ...flaws: readonly AuditFlaw[]
): AuditStorage {
  const has = (flaw: AuditFlaw): boolean => flaws.includes(flaw);
  const listeners = new Set<() => void>();
  const self = {};
  let closed = false;
  let stuck = false;
  let hidden = 0;
  let ownHead: AuditHead | undefined = backing.head;
  let shown: AuditHead | undefined;

  function assertOpen(): void {
    if (closed && !has('open-after-close')) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'Closed.', { location: LOCATION });
    }
  }
  function currentHead(): AuditHead | undefined {
    if (backing.headDamaged && has('starts-anew-on-damage')) {
      return undefined;
    }
    if (backing.headDamaged) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_DAMAGED', `The head of ${LOCATION} is damaged.`, {
        location: LOCATION,
        problem: 'damaged',
      });
    }
    return has('own-head') ? ownHead : backing.head;
  }
  function setHead(head: AuditHead | undefined): void {
    shown = backing.head;
    backing.head = head;
    ownHead = head;
  }
  function underLock<Value>(run: () => Value | Promise<Value>): Promise<Value> {
    if (has('builds-at-once')) {
      return Promise.resolve().then(run);
    }
    const result = backing.lock.then(run);
    backing.lock = result.catch(() => undefined);
    return result;
  }
  function tell(): void {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        if (has('watcher-stops-append')) {
          throw error;
        }
      }
    }
  }
  function hear(from: object): void {
    if (from === self || !has('deaf-to-others')) {
      tell();
    }
  }
  function announce(): void {
    for (const watcher of backing.watchers) {
      watcher(self);
    }
  }
  backing.watchers.add(hear);

  function mend(): boolean {
    const torn = backing.torn !== undefined;
    if (backing.torn !== undefined && has('keeps-half-a-line')) {
      backing.lines.push({ at: 0, text: backing.torn });
    }
    backing.torn = undefined;
    return torn;
  }
  function unconfirmed(): string[] {
    const from = backing.lines.length - backing.unconfirmed;
    return has('drops-unconfirmed') ? [] : backing.lines.slice(from).map(({ text }) => text);
  }
  async function append(build: Parameters<AuditStorage['append']>[0]): Promise<void> {
    const torn = mend();
    const head = currentHead();
    if (has('builds-at-once')) {
      await Promise.resolve();
    }
    let batch: ReturnType<typeof build>;
    try {
      const seen = has('shows-old-head') ? shown : head;
      batch = build({ head: seen, unconfirmed: unconfirmed(), torn });
    } catch (error) {
      if (has('failed-build-clears-head')) {
        setHead(undefined);
      }
      throw error;
    }
    if (batch === undefined || (has('ignores-empty-batches') && batch.lines.length === 0)) {
      if (has('nothing-clears-head')) {
        setHead(undefined);
      }
      return;
    }
    if (has('builds-at-once')) {
      await Promise.resolve();
    }
    if (has('tells-before')) {
      announce();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const lines = has('reverses-batches') ? [...batch.lines].reverse() : batch.lines;
    backing.lines.push(...lines.map(({ at, text }) => ({ at, text })));
    backing.unconfirmed = 0;
    const chainKeys = has('keeps-one-chain-key')
      ? batch.head.chainKeys.slice(0, 1)
      : batch.head.chainKeys;
    setHead({ ...batch.head, chainKeys });
    if (!has('tells-before')) {
      announce();
    }
  }

  function olderThan(before: number): number {
    const limit = has('prunes-what-is-just-as-old') ? before + 1 : before;
    const young = backing.lines.findIndex(({ at }) => at >= limit);
    return young === -1 ? backing.lines.length : young;
  }
  function prune(before: number, rehead: Parameters<AuditStorage['prune']>[1]): number {
    const head = currentHead();
    if (head === undefined && has('prune-of-nothing-reheads')) {
      rehead({ ...({} as AuditHead) }, '{}');
    }
    const count = has('prunes-nothing') ? 0 : olderThan(before);
    const last = backing.lines[count - 1];
    if (head === undefined || last === undefined) {
      return 0;
    }
    const all = backing.lines;
    const kept = has('prunes-with-gaps') ? all.filter(({ at }) => at >= before) : all.slice(count);
    if (has('prunes-before-rehead')) {
      backing.lines = kept;
    }
    const after = rehead(head, last.text);
    if (has('prunes-for-itself')) {
      hidden = count;
    } else {
      backing.lines = kept;
    }
    if (!has('prune-keeps-head')) {
      setHead(kept.length === 0 && has('prune-drops-head') ? undefined : after);
    }
    return count + (has('prune-miscounts') ? 1 : 0);
  }

  async function* read(from = 1): AsyncGenerator<string> {
    assertOpen();
    let finished = false;
    try {
      const first = backing.head?.firstSequence ?? 1;
      const start = has('ignores-from') ? 0 : Math.max(from - first, 0);
      const total = backing.lines.length;
      for (let at = start + hidden; at < backing.lines.length; at += 1) {
        const index = has('reads-from-the-end') ? backing.lines.length - total + at : at;
        const text = backing.lines[index]?.text;
        if (text !== undefined) {
          yield* has('breaks-at-u2028') ? text.split(/\u2028/) : [text];
        }
      }
      finished = true;
    } finally {
      stuck = stuck || (!finished && has('left-read-blocks'));
    }
  }

  return {
    location: LOCATION,
    async head() {
      assertOpen();
      const head = currentHead();
      return head === undefined && has('read-makes-head') ? ({} as AuditHead) : head;
    },
    async append(build) {
      assertOpen();
      if (stuck) {
        throw new RangeError('somebody is still reading');
      }
      if (has('refuses-yet-appends')) {
        await Promise.resolve();
        await underLock(() => append(build));
        assertOpen();
        return;
      }
      await underLock(() => append(build));
    },
    read,
    async prune(before, rehead) {
      assertOpen();
      return underLock(() => prune(before, rehead));
    },
    watch(listener) {
      assertOpen();
      const own = (): void => listener();
      listeners.add(own);
      return () => {
        if (!has('tells-for-ever')) {
          listeners.delete(own);
        }
      };
    },
    async close() {
      if (closed && has('close-twice-throws')) {
        throw new RangeError('closed already');
      }
      closed = true;
      listeners.clear();
      backing.watchers.delete(hear);
      if (has('forgets-on-close')) {
        backing.lines = [];
      }
    },
  };
}
