import type { KeyUsage, UsageStore } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';

/** Bugs that can be planted, to see the contract find them. */
export type UsageFlaw =
  | 'found-on-prototype'
  | 'empty-batch-counts'
  | 'drops-last-failure'
  | 'adds-undefined-fields'
  | 'thirty-two-bits'
  | 'latest-first-use'
  | 'address-of-last-batch'
  | 'failure-clears-use'
  | 'one-row-per-batch'
  | 'read-then-write'
  | 'keeps-objects'
  | 'forgets-all'
  | 'forgets-only-counts'
  | 'adds-half'
  | 'adds-despite-failure'
  | 'stale-copy'
  | 'writes-on-close-only'
  | 'resurrects'
  | 'open-after-close'
  | 'close-twice-throws'
  | 'refuses-and-adds-on-close';

/** What several handles share, as a file would be. */
export interface UsageBacking {
  usage: Map<string, KeyUsage>;
  broken: boolean;
}

export function createUsageBacking(): UsageBacking {
  return { usage: new Map(), broken: false };
}

const closedError = (): McpAuthError =>
  new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'Closed.', { location: 'reference' });

const unavailable = (): McpAuthError =>
  new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'Full.', {
    location: 'reference',
    problem: 'full',
  });

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function defined(
  usage: { readonly [Field in keyof KeyUsage]: KeyUsage[Field] | undefined },
): KeyUsage {
  return Object.fromEntries(
    Object.entries(usage).filter(([, value]) => value !== undefined),
  ) as unknown as KeyUsage;
}

/** A store in memory that keeps the contract, unless `flaws` says otherwise. */
export function createReferenceUsageStore(
  backing: UsageBacking,
  ...flaws: readonly UsageFlaw[]
): UsageStore {
  const has = (flaw: UsageFlaw): boolean => flaws.includes(flaw);
  let copy = new Map(backing.usage);
  let closed = false;

  function assertOpen(): void {
    if (closed && !has('open-after-close')) {
      throw closedError();
    }
  }
  function table(): Map<string, KeyUsage> {
    return has('stale-copy') || has('writes-on-close-only') || has('resurrects')
      ? copy
      : backing.usage;
  }
  function merged(before: KeyUsage, counted: KeyUsage): KeyUsage {
    const newer = (counted.lastUsedAt ?? -1) >= (before.lastUsedAt ?? -1);
    const wins = has('address-of-last-batch') || newer;
    const uses = before.uses + counted.uses;
    return defined({
      keyId: before.keyId,
      uses: has('thirty-two-bits') ? uses | 0 : uses,
      failures: before.failures + counted.failures,
      firstUsedAt: has('latest-first-use')
        ? latest(before.firstUsedAt, counted.firstUsedAt)
        : earliest(before.firstUsedAt, counted.firstUsedAt),
      lastUsedAt: has('failure-clears-use')
        ? counted.lastUsedAt
        : latest(before.lastUsedAt, counted.lastUsedAt),
      lastAddress:
        wins && counted.lastUsedAt !== undefined ? counted.lastAddress : before.lastAddress,
      lastFailureAt: has('drops-last-failure')
        ? undefined
        : latest(before.lastFailureAt, counted.lastFailureAt),
    });
  }
  function withCounts(
    base: Map<string, KeyUsage>,
    counted: readonly KeyUsage[],
  ): Map<string, KeyUsage> {
    const after = has('adds-half') ? base : new Map(base);
    for (const one of counted) {
      const before = has('one-row-per-batch') ? base.get(one.keyId) : after.get(one.keyId);
      if (has('adds-undefined-fields')) {
        after.set(one.keyId, { lastAddress: undefined, ...one } as unknown as KeyUsage);
      } else if (has('keeps-objects') && before === undefined) {
        after.set(one.keyId, one);
      } else {
        after.set(one.keyId, merged(before ?? { keyId: one.keyId, uses: 0, failures: 0 }, one));
      }
    }
    return after;
  }
  function commit(after: Map<string, KeyUsage>): void {
    if (has('stale-copy') || has('writes-on-close-only')) {
      copy = after;
    } else if (has('resurrects')) {
      for (const [id, usage] of after) {
        backing.usage.set(id, usage);
      }
      copy = after;
    }
    if (has('stale-copy')) {
      backing.usage = new Map(after);
    } else if (!has('writes-on-close-only') && !has('resurrects')) {
      backing.usage = after;
    }
  }

  return {
    location: 'reference',
    async add(counted) {
      assertOpen();
      if (has('empty-batch-counts') && counted.length === 0) {
        backing.usage.set('', { keyId: '', uses: 0, failures: 0 });
      }
      const base = table();
      if (backing.broken && has('adds-despite-failure')) {
        commit(withCounts(base, counted));
      }
      if (backing.broken) {
        throw unavailable();
      }
      if (has('read-then-write')) {
        const after = withCounts(new Map(base), counted);
        await Promise.resolve();
        commit(after);
        return;
      }
      if (has('refuses-and-adds-on-close')) {
        await Promise.resolve();
        commit(withCounts(table(), counted));
        assertOpen();
        return;
      }
      commit(withCounts(base, counted));
    },
    async get(id) {
      assertOpen();
      return has('found-on-prototype') && id in {} ? Reflect.get({}, id) : table().get(id);
    },
    async list() {
      assertOpen();
      return [...table().values()];
    },
    async forget(ids) {
      assertOpen();
      if (backing.broken) {
        throw unavailable();
      }
      for (const id of has('forgets-all') ? [...table().keys()] : ids) {
        const usage = table().get(id);
        if (has('forgets-only-counts') && usage !== undefined) {
          table().set(id, { ...usage, uses: 0, failures: 0 });
        } else {
          table().delete(id);
          if (has('stale-copy') || has('resurrects')) {
            backing.usage.delete(id);
          }
        }
      }
    },
    async close() {
      if (closed && has('close-twice-throws')) {
        throw closedError();
      }
      closed = true;
    },
  };
}
