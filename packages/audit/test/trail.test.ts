import { createHmac } from 'node:crypto';
import { isMcpAuthError } from '@gatehouse/core';
import { createKeyRing, fromBase64Url, generateMasterKey, LABELS, open } from '@gatehouse/crypto';
import { createFakeClock, createSeededRandom } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createChainKey } from '../src/chain-mac.js';
import type { AuditLog } from '../src/index.js';
import { createAuditLog, createMemoryAuditStorage } from '../src/index.js';
import {
  event,
  filledStorage,
  OTHER_RING,
  openBench,
  recordsOf,
  TEST_RING,
  TestStorage,
  typesOf,
  verifyAnew,
} from './support.js';

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (isMcpAuthError(error) ? error.code : error),
  );
}

const VECTORS = [
  'E9Cb8QjGKi02Nly3Lp4TIAj4PV0oMDN5bDuTvuMFvJI',
  'q0UdUlY0ygAVmYZDcYM9D9x16RETsxbLy9SnUTKn-xA',
  'uxMGIdH_rKfn7I9jijvSVmMtIYE25Raii_2gfz9QrSE',
  'wRmswwsHS4Aw0lH3W8DYmvwnHdwWIpPLI0MN15bNnYE',
];

describe('the chain', () => {
  /** From the description alone, with nothing of the package: the format is public. */
  it('is HMAC-SHA-256 over the MAC before and the line before its MAC', async () => {
    const storage = await filledStorage(12);
    const [key] = storage.stored?.chainKeys ?? [];
    const place = { purpose: LABELS.auditChain, context: `audit-head/chain-key/${key?.id}` };
    const bytes = open(TEST_RING, key?.sealed ?? '', place);
    const mac = (message: string): string =>
      createHmac('sha256', bytes).update(message).digest('base64url');
    let previous = mac('gatehouse/v1/audit/beginning');
    expect(storage.stored?.firstPrevious).toBe(previous);
    for (const line of storage.lines) {
      const [body = '', tail = ''] = line.split(',"mac":"');
      expect(tail).toBe(`${mac(previous + body)}"}`);
      previous = tail.slice(0, 43);
    }
    expect(storage.stored?.mac).toBe(previous);
  });

  /** Computed with Python 3: hmac.new(bytes(range(32)), message, 'sha256'). */
  it('has vectors that never change', () => {
    const key = createChainKey(
      '1-00000000',
      1,
      Uint8Array.from({ length: 32 }, (_, i) => i),
    );
    const head = { sequence: 1, mac: 'm', firstSequence: 1, firstPrevious: 'p', chainKeys: [] };
    expect([
      key.beginning,
      key.lineMac('A'.repeat(43), '{"sequence":1,"at":"Küche"'),
      key.headMac({ ...head, chainKeys: [{ id: 'i', sealed: 's' }] }),
      key.checkpointMac({ sequence: 1, mac: 'm', at: 2, keyId: 'k' }),
    ]).toEqual(VECTORS);
  });

  it('has a key of its own for each trail, and none that was given to it stays the same', async () => {
    const first = await filledStorage(1);
    const { storage: second, log } = await openBench({ random: createSeededRandom(99) });
    await log.record(event());
    expect(first.stored?.chainKeys[0]?.sealed).not.toBe(second.stored?.chainKeys[0]?.sealed);
    expect(first.stored?.firstPrevious).not.toBe(second.stored?.firstPrevious);
    expect(fromBase64Url(second.stored?.mac ?? '')).toHaveLength(32);
  });
});

describe('opening', () => {
  it('refuses another master key, or none, and writes nothing (rule 7)', async () => {
    const storage = await filledStorage(3);
    const before = JSON.stringify([storage.lines, storage.stored, storage.appends]);
    for (const [ring, code] of [
      [OTHER_RING, 'ERR_MCPAUTH_MASTER_KEY_MISMATCH'],
      [undefined, 'ERR_MCPAUTH_MASTER_KEY_MISSING'],
    ] as const) {
      const opening = createAuditLog({ storage, ...(ring === undefined ? {} : { ring }) });
      expect(await rejection(opening)).toBe(code);
    }
    expect(JSON.stringify([storage.lines, storage.stored, storage.appends])).toBe(before);
  });

  it('takes a previous master key', async () => {
    const storage = await filledStorage(3);
    const ring = createKeyRing({ current: OTHER_RING.current, previous: [TEST_RING.current] });
    const { log } = await openBench({ storage, ring });
    await log.record(event());
    expect(await log.verify()).toMatchObject({ ok: true, count: 5 });
  });

  it('refuses to keep an unsealed key anywhere but in memory', async () => {
    await expect(createAuditLog({ storage: new TestStorage() })).rejects.toThrow(TypeError);
    const storage = createMemoryAuditStorage();
    const log = await createAuditLog({ storage });
    await log.record(event());
    const copied = new TestStorage();
    copied.stored = await storage.head();
    await expect(createAuditLog({ storage: copied, ring: TEST_RING })).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_DAMAGED',
    });
  });

  it.each([
    ['lines without head', (storage: TestStorage) => (storage.stored = undefined)],
    ['a cut tail', (storage: TestStorage) => storage.lines.pop()],
    [
      'a changed last record',
      (storage: TestStorage) => storage.lines.push(`${storage.lines.pop()} `),
    ],
    [
      'an altered head',
      ({ stored }: TestStorage) => Object.assign(stored ?? {}, { firstSequence: 2 }),
    ],
  ])('refuses %s', async (_what, damage) => {
    const storage = await filledStorage(3);
    damage(storage);
    const before = JSON.stringify([storage.lines, storage.stored]);
    expect(await rejection(openBench({ storage }))).toBe('ERR_MCPAUTH_AUDIT_DAMAGED');
    expect(JSON.stringify([storage.lines, storage.stored])).toBe(before);
  });

  it('goes on where the trail ended', async () => {
    const storage = await filledStorage(3);
    const { log } = await openBench({ storage });
    await log.record(event());
    expect(typesOf(storage).slice(3)).toEqual(['audit.opened', 'decision.denied']);
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, to: 5 });
  });
});

describe('two processes on one trail', () => {
  async function several(count: number): Promise<{ storage: TestStorage; logs: AuditLog[] }> {
    const storage = new TestStorage();
    const logs = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        createAuditLog({ storage, ring: TEST_RING, random: createSeededRandom(index + 1) }),
      ),
    );
    return { storage, logs };
  }

  it('start at once on an empty one, and end with one chain key', async () => {
    const { storage, logs } = await several(8);
    await Promise.all(logs.map((log) => log.record(event())));
    expect(storage.stored?.chainKeys).toHaveLength(1);
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, count: 16 });
  });

  it('continue each other', async () => {
    const { storage, logs } = await several(3);
    const written: Promise<void>[] = [];
    for (let round = 0; round < 200; round += 1) {
      for (const [index, log] of logs.entries()) {
        log.note(event({ requestId: `${index}-${round}` }));
        written.push(log.record(event({ requestId: `${index}-${round}r` })));
      }
      if (round % 7 === 0) {
        await Promise.all(written.splice(0));
      }
    }
    await Promise.all(written);
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, count: 3 + 1_200 });
    for (const log of logs) {
      expect(await log.verify()).toMatchObject({ ok: true, count: 3 + 1_200 });
    }
  }, 60_000);
});

describe('after a crash', () => {
  it('takes lines in that the head does not know, and says so', async () => {
    const storage = await filledStorage(3);
    storage.faults = ['lines-only'];
    const { log: dying } = await openBench({ storage });
    await rejection(dying.record(event({ requestId: 'last words' })));
    expect([storage.lines.length, storage.stored?.sequence]).toEqual([5, 3]);
    const { log } = await openBench({ storage });
    await log.record(event());
    const records = (await recordsOf(log)).slice(3);
    expect(records.map(({ type, requestId, details }) => details ?? requestId ?? type)).toEqual([
      'audit.opened',
      'last words',
      'audit.opened',
      { unconfirmed: 2, torn: false },
      'decision.denied',
    ]);
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, unconfirmed: 0, count: 8 });
  });

  it('notes that half a line was cut off', async () => {
    const storage = await filledStorage(3);
    storage.torn = true;
    const { log } = await openBench({ storage });
    await log.record(event());
    await log.record(event());
    const repaired = (await recordsOf(log)).filter(({ type }) => type === 'audit.repaired');
    expect(repaired.map(({ details }) => details)).toEqual([{ unconfirmed: 0, torn: true }]);
  });

  it.each([
    ['a line of somebody else', () => '{"sequence":4,"at":"x","mac":""}'],
    ['a copy of a record', (storage: TestStorage) => storage.lines[1] ?? ''],
    ['garbage', () => 'garbage'],
  ])('is not what %s behind the head looks like', async (_what, line) => {
    const storage = await filledStorage(3);
    const { log } = await openBench({ storage });
    storage.lines.push(line(storage));
    expect(await rejection(log.record(event()))).toBe('ERR_MCPAUTH_AUDIT_DAMAGED');
    expect([storage.lines.length, storage.stored?.sequence, log.state()]).toEqual([
      4,
      3,
      'failing',
    ]);
  });
});

describe('tampering while the process runs', () => {
  it.each([
    ['the head is removed', (storage: TestStorage) => (storage.stored = undefined)],
    [
      'everything is removed',
      (storage: TestStorage) => {
        storage.stored = undefined;
        storage.lines = [];
      },
    ],
    [
      'the head is altered',
      ({ stored }: TestStorage) => Object.assign(stored ?? {}, { mac: 'A'.repeat(43) }),
    ],
    [
      'the trail is set back',
      (storage: TestStorage, older: TestStorage) => {
        storage.stored = older.stored;
        storage.lines = older.lines;
      },
    ],
  ])('is refused when %s', async (_what, tamper) => {
    const { storage, log } = await openBench();
    await log.record(event());
    const older = storage.copy();
    await log.record(event());
    tamper(storage, older);
    const before = [...storage.lines];
    expect(await rejection(log.record(event()))).toBe('ERR_MCPAUTH_AUDIT_DAMAGED');
    expect(storage.lines).toEqual(before);
    expect(log.state()).toBe('failing');
  });
});

describe('rotateKey', () => {
  const NEXT_RING = createKeyRing({
    current: generateMasterKey(createSeededRandom(11)),
    previous: [TEST_RING.current],
  });

  it('signs on with a new key, and seals the older one under the new master key', async () => {
    const storage = await filledStorage(5);
    const { log } = await openBench({ storage, ring: NEXT_RING });
    await log.rotateKey();
    await log.record(event());
    expect(typesOf(storage).slice(5)).toEqual(['audit.rekeyed', 'audit.opened', 'decision.denied']);
    const keys = storage.stored?.chainKeys ?? [];
    expect(keys.map(({ id }) => id.split('-')[0])).toEqual(['6', '1']);
    expect(keys.every(({ sealed }) => sealed.includes(NEXT_RING.currentId))).toBe(true);
    // From now on the new master key alone is enough.
    const { log: later } = await openBench({
      storage,
      ring: createKeyRing({ current: NEXT_RING.current }),
    });
    await later.record(event());
    expect(await later.verify()).toMatchObject({ ok: true, from: 1, to: 10 });
    await later.rotateKey();
    expect(await later.verify()).toMatchObject({ ok: true, from: 1, to: 11 });
  });

  it('lets nobody who knows an older key make records of after, or drop the newer key', async () => {
    const storage = await filledStorage(5);
    const { log } = await openBench({ storage });
    const oldKey = storage.stored?.chainKeys[0];
    await log.rotateKey();
    await log.record(event());
    const place = { purpose: LABELS.auditChain, context: `audit-head/chain-key/${oldKey?.id}` };
    const stolen = createChainKey('1-x', 1, open(TEST_RING, oldKey?.sealed ?? '', place));
    const body = (storage.lines[6] ?? '').split(',"mac"')[0] ?? '';
    const previous = storage.lines[5]?.slice(-45, -2) ?? '';
    const forged = `${body},"mac":"${stolen.lineMac(previous, body)}"}`;
    const tampered = storage.copy();
    tampered.lines[6] = forged;
    // The event after it fits neither, so this looks like what it is: not of this trail.
    expect((await verifyAnew(tampered)).problem).toMatchObject({ sequence: 7 });
    const { stored } = storage;
    const older = storage.copy();
    older.stored = stored && { ...stored, chainKeys: stored.chainKeys.slice(1) };
    expect((await verifyAnew(older)).problem).toMatchObject({ kind: 'head-changed' });
  });

  it('does nothing to a trail that was never written', async () => {
    const { storage, log } = await openBench();
    await log.rotateKey();
    expect([storage.stored, storage.lines]).toEqual([undefined, []]);
  });
});

describe('prune', () => {
  /** Ten records, a day apart; the first is `audit.opened`, at the same time as the second. */
  async function tenDays() {
    const clock = createFakeClock();
    const bench = await openBench({ clock });
    for (let day = 1; day < 10; day += 1) {
      await bench.log.record(event({ requestId: `day ${day}` }));
      clock.advance(86_400_000);
    }
    return { ...bench, clock };
  }

  it('removes what is older than a moment, and carries the chain on', async () => {
    const { storage, log, clock } = await tenDays();
    expect(await log.prune(clock.now() - 3 * 86_400_000)).toBe(7);
    await log.record(event());
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, from: 8, to: 12, count: 5 });
    const pruned = (await recordsOf(log)).find(({ type }) => type === 'audit.pruned');
    expect(pruned?.details).toEqual({ removed: 7 });
    const { log: later } = await openBench({ storage });
    expect(await later.verify()).toMatchObject({ ok: true, from: 8 });
  });

  it('keeps so many days, so many records, or what both keep', async () => {
    const days = await tenDays();
    expect(await days.log.prune({ days: 3 })).toBe(7);
    const records = await tenDays();
    expect(await records.log.prune({ records: 4 })).toBe(6);
    const both = await tenDays();
    expect(await both.log.prune({ days: 3, records: 4 })).toBe(7);
    const other = await tenDays();
    expect(await other.log.prune({ days: 5, records: 2 })).toBe(8);
    const enough = await tenDays();
    expect(await enough.log.prune({ records: 10 })).toBe(0);
    expect(await enough.log.prune({ records: 1_000 })).toBe(0);
    expect(await enough.log.prune({})).toBe(0);
    expect(typesOf(enough.storage)).not.toContain('audit.pruned');
  });

  it('can remove everything, and counts on', async () => {
    const { storage, log, clock } = await tenDays();
    expect(await log.prune(clock.now() + 1)).toBe(10);
    expect(await log.verify()).toMatchObject({ ok: true, from: 11, to: 11 });
    await log.record(event());
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, from: 11, to: 12 });
  });

  it('drops the keys that no record needs any more', async () => {
    const { storage, log, clock } = await tenDays();
    await log.rotateKey();
    clock.advance(86_400_000);
    await log.record(event());
    expect(storage.stored?.chainKeys).toHaveLength(2);
    await log.prune({ records: 3 });
    expect(storage.stored?.chainKeys).toHaveLength(2);
    await log.flush();
    await log.prune({ records: 2 });
    expect(storage.stored?.chainKeys).toHaveLength(1);
    expect(await verifyAnew(storage)).toMatchObject({ ok: true });
  });

  it('removes nothing from a trail that was tampered with', async () => {
    const { storage, log } = await tenDays();
    storage.lines[2] = (storage.lines[2] ?? '').replace('denied', 'allowed');
    expect(await rejection(log.prune({ records: 1 }))).toBe('ERR_MCPAUTH_AUDIT_DAMAGED');
    expect(storage.lines).toHaveLength(10);
  });

  it.each([Number.NaN, { days: 0 }, { days: Infinity }, { records: 0 }, { records: 1.5 }])(
    'refuses %j',
    async (what) => {
      const { log } = await openBench();
      await expect(log.prune(what)).rejects.toThrow(RangeError);
    },
  );
});
