import type {
  Clock,
  LimitResult,
  LimitStore,
  LockoutPolicy,
  LockState,
  RequestLimit,
} from '@gatehouse/core';

/** Bugs that can be planted, to see the contract find them. */
export type LimitFlaw =
  | 'admits-one-more'
  | 'counts-refused'
  | 'fixed-window'
  | 'ignores-cost'
  | 'overdraft'
  | 'takes-any-number'
  | 'cuts-names'
  | 'first-limit-stays'
  | 'never-forgets'
  | 'read-then-write'
  | 'wall-clock'
  | 'forgets-on-jump'
  | 'short-window'
  | 'retry-late'
  | 'retry-early'
  | 'remaining-ignores-request'
  | 'reset-late'
  | 'reset-early'
  | 'found-on-prototype'
  | 'locks-late'
  | 'same-delay'
  | 'delay-is-guessed'
  | 'failures-never-age'
  | 'failure-restarts-count'
  | 'asking-counts'
  | 'requests-are-failures'
  | 'clear-takes-prefix'
  | 'clear-refills'
  | 'lists-unlocked'
  | 'lists-old-times'
  | 'close-twice-throws'
  | 'handles-apart'
  | 'unbounded'
  | 'refuses-newcomers'
  | 'evicts-locks'
  | 'evicts-by-age';

interface Failures {
  times: number[];
  lockedUntil: number;
  /** Of the last failure, for {@link LimitStore.locks}. */
  policy: LockoutPolicy;
}

/** What several handles share, as a server would hold it. */
export interface LimitBacking {
  readonly requests: Map<string, { times: number[]; limit: RequestLimit }>;
  readonly failures: Map<string, Failures>;
  lastWallMs: number;
  elapsedMs: number;
}

export function createLimitBacking(): LimitBacking {
  return { requests: new Map(), failures: new Map(), lastWallMs: 0, elapsedMs: 0 };
}

function checkCount(value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError('must be an integer from 1 on');
  }
}

/** How the reference store may be built. */
export interface ReferenceLimitOptions {
  readonly clock: Clock;
  readonly backing: LimitBacking;
  readonly maxBuckets: number;
  readonly flaws: readonly LimitFlaw[];
}

/** A store in memory that keeps the contract, unless `flaws` says otherwise. */
export function createReferenceLimitStore(options: ReferenceLimitOptions): LimitStore {
  const { clock, maxBuckets, flaws } = options;
  const has = (flaw: LimitFlaw): boolean => flaws.includes(flaw);
  const backing = has('handles-apart') ? createLimitBacking() : options.backing;
  let closed = false;

  /** Time that only goes on: what a wall clock jumps back is not counted. */
  function now(): number {
    const wall = clock.now();
    if (has('wall-clock')) {
      return wall;
    }
    if (wall < backing.lastWallMs && has('forgets-on-jump')) {
      backing.requests.clear();
      backing.failures.clear();
    }
    backing.elapsedMs += Math.max(0, wall - backing.lastWallMs);
    backing.lastWallMs = wall;
    return backing.elapsedMs;
  }
  function nameOf(bucket: string): string {
    return has('cuts-names') ? (bucket.split(':')[0] ?? '') : bucket;
  }
  /** Makes room, the least important first: buckets that are not locked, the longest unused. */
  function makeRoom<Value>(
    table: Map<string, Value>,
    isLocked: (value: Value) => boolean,
  ): boolean {
    if (table.size < maxBuckets || has('unbounded')) {
      return true;
    }
    if (has('refuses-newcomers')) {
      return false;
    }
    const names = [...table.keys()];
    const unlocked = names.find((name) => {
      const value = table.get(name);
      return value !== undefined && !isLocked(value);
    });
    table.delete((has('evicts-locks') ? undefined : unlocked) ?? names[0] ?? '');
    return true;
  }
  function touch<Value>(table: Map<string, Value>, name: string, value: Value): void {
    if (!has('evicts-by-age')) {
      table.delete(name);
    }
    table.set(name, value);
  }

  function freeAt(times: readonly number[], limit: RequestLimit, cost: number, at: number): number {
    // The request whose leaving makes room for `cost`.
    const leaving = times[times.length + cost - limit.max - 1];
    return leaving === undefined ? at : leaving + limit.windowMs;
  }
  function take(bucket: string, given: RequestLimit, cost: number): LimitResult {
    const at = now();
    const name = nameOf(bucket);
    const known = backing.requests.get(name);
    const limit = has('first-limit-stays') ? (known?.limit ?? given) : given;
    const { max, windowMs } = limit;
    const span = has('short-window') ? windowMs - 1 : windowMs;
    const since = has('fixed-window') ? Math.floor(at / windowMs) * windowMs - 1 : at - span;
    const times = (known?.times ?? []).filter((time) => time > since || has('never-forgets'));
    const room = max - times.length + (has('admits-one-more') ? 1 : 0);
    const counted = has('ignores-cost') ? 1 : cost;
    const allowed = counted <= room || (has('overdraft') && times.length === 0);
    const before = [...times];
    if (allowed || has('counts-refused')) {
      times.push(...Array.from({ length: counted }, () => at));
    }
    if (known === undefined) {
      makeRoom(backing.requests, () => false);
    }
    touch(backing.requests, name, { times, limit });
    const reset = Math.max(0, (times.at(-1) ?? at) + windowMs - at);
    const shift = has('retry-late') ? 1 : has('retry-early') ? -1 : 0;
    const resetShift = has('reset-late') ? 1 : has('reset-early') ? -1 : 0;
    return {
      allowed,
      limit: given,
      remaining: Math.max(0, max - (has('remaining-ignores-request') ? before : times).length),
      resetMs: times.length === 0 ? 0 : Math.max(0, reset + resetShift),
      retryAfterMs: allowed ? 0 : Math.max(1, freeAt(times, limit, counted, at) - at + shift),
    };
  }

  function recent(found: Failures | undefined, policy: LockoutPolicy, at: number): number[] {
    const keepAll = has('failures-never-age');
    return (found?.times ?? []).filter((time) => keepAll || time > at - policy.lockoutMs);
  }
  function delayAfter(failures: number): number {
    return has('same-delay') ? 1_000 : 1_000 * 2 ** (failures - 1);
  }
  function stateOf(bucket: string, policy: LockoutPolicy): LockState {
    const at = now();
    const found = backing.failures.get(nameOf(bucket));
    const times = recent(found, policy, at);
    if (found !== undefined && found.lockedUntil > at) {
      return { locked: true, failures: times.length, retryAfterMs: found.lockedUntil - at };
    }
    const last = times.at(-1);
    const delay = last === undefined ? 0 : Math.max(0, last + delayAfter(times.length) - at);
    const retryAfterMs = has('delay-is-guessed') && delay > 0 ? delayAfter(times.length) : delay;
    return { locked: false, failures: times.length, retryAfterMs };
  }
  function fail(bucket: string, policy: LockoutPolicy): LockState {
    const at = now();
    const name = nameOf(bucket);
    const found = backing.failures.get(name);
    const isLocked = ({ lockedUntil }: Failures): boolean => lockedUntil > at;
    if (found === undefined && !makeRoom(backing.failures, isLocked)) {
      return { locked: false, failures: 1, retryAfterMs: 0 };
    }
    const locked = found !== undefined && isLocked(found);
    if (locked && !has('failure-restarts-count')) {
      return stateOf(bucket, policy);
    }
    const ended = found !== undefined && found.lockedUntil > 0;
    const times = [...(ended ? [] : recent(found, policy, at)), at];
    const enough = policy.maxFailures + (has('locks-late') ? 1 : 0);
    const lockedUntil = times.length >= enough ? at + policy.lockoutMs : 0;
    touch(backing.failures, name, { times, lockedUntil, policy });
    return stateOf(bucket, policy);
  }

  const store: LimitStore = {
    async take(bucket, limit, cost = 1) {
      if (!has('takes-any-number')) {
        checkCount(cost);
        checkCount(limit.max);
      }
      if (has('requests-are-failures') && !take(bucket, limit, cost).allowed) {
        fail(bucket, { maxFailures: 5, lockoutMs: 100_000 });
      }
      if (has('read-then-write')) {
        const before = backing.requests.get(bucket);
        const result = take(bucket, limit, cost);
        const after = backing.requests.get(bucket);
        if (before !== undefined) {
          backing.requests.set(bucket, before);
        } else {
          backing.requests.delete(bucket);
        }
        await Promise.resolve();
        if (after !== undefined) {
          backing.requests.set(bucket, after);
        }
        return result;
      }
      return take(bucket, limit, cost);
    },
    async fail(bucket, policy) {
      if (!has('takes-any-number')) {
        checkCount(policy.maxFailures);
      }
      if (has('read-then-write')) {
        const before = structuredClone(backing.failures.get(bucket));
        await Promise.resolve();
        if (before === undefined) {
          backing.failures.delete(bucket);
        } else {
          backing.failures.set(bucket, before);
        }
      }
      return fail(bucket, policy);
    },
    async lockState(bucket, policy) {
      if (has('found-on-prototype') && bucket in {}) {
        return { locked: false, failures: Number.NaN, retryAfterMs: 0 };
      }
      if (has('asking-counts') && stateOf(bucket, policy).failures > 0) {
        fail(bucket, policy);
      }
      return stateOf(bucket, policy);
    },
    async clear(bucket) {
      if (has('clear-refills')) {
        backing.requests.delete(bucket);
      }
      for (const name of has('clear-takes-prefix') ? [...backing.failures.keys()] : []) {
        if (name !== bucket && name.startsWith(bucket)) {
          backing.failures.delete(name);
        }
      }
      return backing.failures.delete(bucket);
    },
    async locks() {
      const at = now();
      return [...backing.failures]
        .filter(([, { lockedUntil }]) => lockedUntil > at || has('lists-unlocked'))
        .map(([bucket, { times, lockedUntil, policy }]) => ({
          bucket,
          failures: times.length,
          retryAfterMs: has('lists-old-times') ? policy.lockoutMs : lockedUntil - at,
        }));
    },
    async close() {
      if (closed && has('close-twice-throws')) {
        throw new RangeError('closed already');
      }
      closed = true;
    },
  };
  return store;
}
