import type { EpochMs, KeyRecord, KeyUsage } from '@gatehouse/core';
import { idleAt, keyStatus } from '../key-status.js';
import { DAY_MS } from '../time.js';
import type { KeyNotice, NoticeOptions } from '../types.js';
import type { LifecycleParts } from './parts.js';

/** A key as it is looked at. */
interface Seen {
  readonly record: KeyRecord;
  readonly now: EpochMs;
  /** Absent = never used; what rests on that is asked only where usage is counted. */
  readonly lastUsedAt: EpochMs | undefined;
  /** Since when the key could be used: its creation, beginning or being enabled again. */
  readonly since: EpochMs;
}

type Moment = EpochMs | undefined;

/** @returns `at` if it comes within `days`. */
function soon(at: Moment, now: EpochMs, days: number): Moment {
  return at !== undefined && at - now <= days * DAY_MS ? at : undefined;
}

/** @returns `at` if it is `days` ago or longer. */
function longAgo(at: Moment, now: EpochMs, days: number): Moment {
  return at !== undefined && now - at >= days * DAY_MS ? at : undefined;
}

function idleSoon({ record, now, lastUsedAt }: Seen, days: number): Moment {
  // A limit of a few days would always be near: half of it must have gone by.
  return soon(idleAt(record, lastUsedAt), now, Math.min(days, (record.maxIdleDays ?? 0) / 2));
}

type Kind = KeyNotice['kind'];

function moments(seen: Seen, counted: boolean, options: Required<NoticeOptions>): [Kind, Moment][] {
  const { record, now, lastUsedAt, since } = seen;
  const { expiringWithinDays, staleAfterDays } = options;
  const end = soon(record.expiresAt, now, expiringWithinDays);
  const ofEnd: [Kind, Moment] = [
    record.replacedBy === undefined ? 'expiring' : 'overlap-ending',
    end,
  ];
  if (!counted) {
    return [ofEnd];
  }
  const neverUsed = lastUsedAt === undefined;
  const lastLife = neverUsed ? undefined : Math.max(lastUsedAt, since);
  const isStale = longAgo(lastLife, now, staleAfterDays) !== undefined;
  return [
    ofEnd,
    ['idle-soon', idleSoon(seen, expiringWithinDays)],
    ['stale', isStale ? lastUsedAt : undefined],
    ['never-used', neverUsed ? longAgo(since, now, staleAfterDays) : undefined],
  ];
}

function noticesOf(
  record: KeyRecord,
  usage: KeyUsage | undefined,
  now: EpochMs,
  counted: boolean,
  options: Required<NoticeOptions>,
): KeyNotice[] {
  const lastUsedAt = usage?.lastUsedAt;
  const status = keyStatus(record, now, lastUsedAt);
  if (status !== 'active' && status !== 'not-yet-valid') {
    return [];
  }
  const { id: keyId, name, role, createdAt, notBefore = 0, enabledAt = 0 } = record;
  const since = Math.max(createdAt, notBefore, enabledAt);
  const about = { keyId, name, role, ...(lastUsedAt === undefined ? {} : { lastUsedAt }) };
  return moments({ record, now, lastUsedAt, since }, counted, options).flatMap(([kind, at]) =>
    at === undefined ? [] : [{ kind, at, ...about }],
  );
}

function assertDays(name: string, days: number): void {
  if (!Number.isFinite(days) || days <= 0) {
    throw new RangeError(`options.${name} must be a number of days > 0`);
  }
}

/** Tells what somebody should look at. Where no usage is counted, only of ends. */
export async function keyNotices(
  { store, clock, usage }: Pick<LifecycleParts, 'store' | 'clock' | 'usage'>,
  { expiringWithinDays = 14, staleAfterDays = 180 }: NoticeOptions = {},
): Promise<readonly KeyNotice[]> {
  assertDays('expiringWithinDays', expiringWithinDays);
  assertDays('staleAfterDays', staleAfterDays);
  const options = { expiringWithinDays, staleAfterDays };
  const used = new Map((await usage?.list())?.map((one) => [one.keyId, one]));
  const now = clock.now();
  return (await store.list()).flatMap((record) =>
    noticesOf(record, used.get(record.id), now, usage !== undefined, options),
  );
}
