import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createAuditLog, createAuditReader } from '../src/index.js';
import { parseLine } from '../src/line.js';
import type { TestStorage } from './support.js';
import { event, filledStorage, OTHER_RING, openBench, TEST_RING, verifyAnew } from './support.js';

const RECORDS = 20;

/** A trail of twenty records, tampered with by `change`, and what a fresh process says of it. */
async function problemAfter(change: (storage: TestStorage) => void) {
  const storage = await filledStorage(RECORDS);
  change(storage);
  return (await verifyAnew(storage)).problem;
}

/** The line of a record, changed without touching its frame. */
function edited(line: string | undefined): string {
  return (line ?? '').replace('"denied"', '"allowed"');
}

/** The line with number `number`, counting from 1. */
function at(storage: TestStorage, number: number): string {
  return storage.lines[number - 1] ?? '';
}

describe('verify', () => {
  it('says what it checked', async () => {
    const storage = await filledStorage(RECORDS);
    expect(await verifyAnew(storage)).toEqual({
      ok: true,
      from: 1,
      to: RECORDS,
      count: RECORDS,
      unconfirmed: 0,
    });
  });

  it('finds nothing wrong with a trail that was never written', async () => {
    const { log, storage } = await openBench();
    const nothing = { ok: true, from: 0, to: 0, count: 0, unconfirmed: 0 };
    expect(await log.verify()).toEqual(nothing);
    expect(storage.appends).toBe(0);
  });

  it('names a changed record', async () => {
    const problem = await problemAfter((storage) => {
      storage.lines[6] = edited(storage.lines[6]);
    });
    expect(problem).toMatchObject({ kind: 'changed', sequence: 7 });
  });

  it('names the first of several changed records', async () => {
    const problem = await problemAfter((storage) => {
      storage.lines[6] = edited(storage.lines[6]);
      storage.lines[7] = edited(storage.lines[7]);
      storage.lines[12] = edited(storage.lines[12]);
    });
    expect(problem).toMatchObject({ kind: 'changed', sequence: 7 });
  });

  it('names the last record when that was changed', async () => {
    const problem = await problemAfter((storage) => {
      storage.lines[19] = edited(storage.lines[19]);
    });
    expect(problem).toMatchObject({ kind: 'changed', sequence: 20 });
  });

  it('names a record whose MAC was changed, the one before the last too', async () => {
    for (const number of [7, 19, 20]) {
      const problem = await problemAfter((storage) => {
        storage.lines[number - 1] = at(storage, number).replace(/.{43}"}$/, `${'A'.repeat(43)}"}`);
      });
      expect(problem).toMatchObject({ kind: 'changed', sequence: number });
    }
  });

  it('names a record that is no line of ours any more', async () => {
    for (const garbage of ['', '{}', 'x', '\0', '{"sequence":7,"mac":""}']) {
      const problem = await problemAfter((storage) => {
        storage.lines[6] = garbage;
      });
      expect(problem).toMatchObject({ kind: 'changed', sequence: 7 });
    }
  });

  it('names removed records', async () => {
    expect(await problemAfter((storage) => storage.lines.splice(6, 1))).toMatchObject({
      kind: 'removed',
      sequence: 7,
      last: 7,
    });
    expect(await problemAfter((storage) => storage.lines.splice(0, 3))).toMatchObject({
      kind: 'removed',
      sequence: 1,
      last: 3,
    });
  });

  it('names a cut tail, and how much is missing', async () => {
    const problem = await problemAfter((storage) => storage.lines.splice(15));
    expect(problem).toMatchObject({ kind: 'truncated', sequence: 16, last: 20 });
    expect(await problemAfter((storage) => storage.lines.splice(0))).toMatchObject({
      kind: 'truncated',
      sequence: 1,
      last: 20,
    });
  });

  it('names where a line was inserted', async () => {
    for (const line of ['garbage', '{"sequence":7,"at":"x","mac":""}']) {
      const problem = await problemAfter((storage) => storage.lines.splice(6, 0, line));
      expect(problem).toMatchObject({ kind: 'inserted', sequence: 7 });
    }
    // One of our form, with the number of the record that it stands before, of an earlier one,
    // and one that was appended.
    for (const [index, number] of [
      [6, 7],
      [6, 3],
      [20, 21],
    ] as const) {
      const problem = await problemAfter((storage) => {
        const like = edited(at(storage, 7)).replace('"sequence":7', `"sequence":${number}`);
        storage.lines.splice(index, 0, like);
      });
      const kind = index === 20 ? 'changed' : 'inserted';
      expect(problem).toMatchObject({ kind, sequence: index + 1 });
    }
  });

  it('names a duplicated record, wherever the copy stands', async () => {
    for (const index of [0, 3, 6, 7, 12, 20]) {
      const problem = await problemAfter((storage) => {
        storage.lines.splice(index, 0, at(storage, 7));
      });
      expect(problem).toMatchObject({ kind: 'duplicated', sequence: 7 });
    }
  });

  it('names records that changed places or were moved', async () => {
    const swapped = await problemAfter((storage) => {
      [storage.lines[6], storage.lines[10]] = [at(storage, 11), at(storage, 7)];
    });
    expect(swapped).toMatchObject({ kind: 'reordered', sequence: 7 });
    const movedBack = await problemAfter((storage) => {
      storage.lines.splice(12, 0, ...storage.lines.splice(6, 1));
    });
    expect(movedBack).toMatchObject({ kind: 'reordered', sequence: 7 });
    const movedForth = await problemAfter((storage) => {
      storage.lines.splice(6, 0, ...storage.lines.splice(12, 1));
    });
    expect(movedForth).toMatchObject({ kind: 'reordered', sequence: 7 });
  });

  it('names two parts of one trail that changed places', async () => {
    const problem = await problemAfter((storage) => {
      storage.lines = [...storage.lines.slice(10), ...storage.lines.slice(0, 10)];
    });
    expect(problem).toMatchObject({ kind: 'reordered', sequence: 1 });
  });

  it('names lines of another trail', async () => {
    const { storage: other, log } = await openBench({ random: (n) => new Uint8Array(n).fill(3) });
    for (let number = 1; number < RECORDS; number += 1) {
      log.note(event());
    }
    await log.flush();
    const whole = await problemAfter((storage) => {
      storage.lines = other.lines;
    });
    expect(whole).toMatchObject({ kind: 'foreign', sequence: 1 });
    const tail = await problemAfter((storage) => {
      storage.lines = [...storage.lines.slice(0, 12), ...other.lines.slice(12)];
    });
    expect(tail).toMatchObject({ kind: 'foreign', sequence: 13 });
    const head = await problemAfter((storage) => {
      storage.stored = other.stored;
    });
    expect(head).toMatchObject({ kind: 'foreign', sequence: 1 });
  });

  it('names a head that is missing, from an empty trail too when it is known', async () => {
    expect(
      await problemAfter((storage) => {
        storage.stored = undefined;
      }),
    ).toMatchObject({ kind: 'head-missing' });
    const { storage, log } = await openBench();
    await log.record(event());
    storage.stored = undefined;
    storage.lines = [];
    expect((await log.verify()).problem).toMatchObject({ kind: 'head-missing' });
  });

  it('names a head that was altered in any of its fields', async () => {
    const storage = await filledStorage(RECORDS);
    const head = storage.stored;
    if (head === undefined) {
      throw new TypeError('the trail has no head');
    }
    const [key] = head.chainKeys;
    const changes = [
      { sequence: 19 },
      { sequence: 21 },
      { mac: 'A'.repeat(43) },
      { headMac: 'A'.repeat(43) },
      { headMac: '' },
      { firstSequence: 2 },
      { firstPrevious: 'A'.repeat(43) },
      { chainKeys: [] },
      { chainKeys: [{ id: '1-00000000', sealed: key?.sealed ?? '' }] },
      { chainKeys: [{ id: 'x', sealed: key?.sealed ?? '' }] },
      { chainKeys: [{ id: key?.id ?? '', sealed: 'enc:v1:x' }] },
      { chainKeys: [{ id: key?.id ?? '', sealed: `${key?.sealed.slice(0, -1)}` }] },
      { chainKeys: [{ id: key?.id ?? '', sealed: `unsealed:${'A'.repeat(43)}` }] },
      { chainKeys: [...head.chainKeys, { id: '1-00000000', sealed: key?.sealed ?? '' }] },
    ];
    for (const change of changes) {
      storage.stored = { ...head, ...change };
      const { ok, problem, count } = await verifyAnew(storage);
      expect([ok, problem?.kind, count]).toEqual([false, 'head-changed', 0]);
    }
  });

  it('takes an older head over all its records for a crash, and counts what it did not know', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    const older = storage.stored;
    await log.record(event());
    await log.record(event());
    storage.stored = older;
    expect(await verifyAnew(storage)).toMatchObject({ ok: true, count: 4, unconfirmed: 2 });
    // The process that wrote the newer head knows better.
    expect((await log.verify()).problem).toMatchObject({
      kind: 'rolled-back',
      sequence: 3,
      last: 4,
    });
  });

  it('finds head and records set back together in the process that wrote them', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    const older = { head: storage.stored, lines: [...storage.lines] };
    await log.record(event());
    storage.stored = older.head;
    storage.lines = older.lines;
    expect((await log.verify()).problem).toMatchObject({
      kind: 'rolled-back',
      sequence: 3,
      last: 3,
    });
  });

  it('needs the master key', async () => {
    const storage = await filledStorage(3);
    const id = TEST_RING.currentId;
    await expect(createAuditReader({ storage }).verify()).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_MASTER_KEY_MISSING',
      details: { keyIds: [id], sealedIn: ['test-trail'] },
    });
    await expect(createAuditReader({ storage, ring: OTHER_RING }).verify()).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
      details: { keyIds: [id], foundKeyId: OTHER_RING.currentId, sealedIn: ['test-trail'] },
    });
  });

  it('is not misled by records that are written while it reads', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    const other = await createAuditLog({ storage, ring: TEST_RING });
    const heads = [storage.stored];
    storage.head = async () => {
      const head = heads.shift() ?? storage.stored;
      await other.record(event());
      return head;
    };
    expect(await log.verify()).toMatchObject({ ok: true, count: 4, unconfirmed: 2 });
  });

  it('reads again when retention removes records while it reads', async () => {
    const clock = createFakeClock();
    const { storage, log } = await openBench({ clock });
    for (let number = 0; number < 9; number += 1) {
      clock.advance(1_000);
      await log.record(event());
    }
    const read = storage.read.bind(storage);
    let pruned = false;
    storage.read = async function* (from) {
      if (!pruned) {
        pruned = true;
        const other = await createAuditLog({ storage: storage, ring: TEST_RING, clock });
        await other.prune({ records: 4 });
      }
      yield* read(from);
    };
    expect(await log.verify()).toMatchObject({ ok: true, to: 10 });
    expect(pruned).toBe(true);
  });

  it('does not repeat in its messages what stands in the trail', async () => {
    const problem = await problemAfter((storage) => {
      storage.lines[6] = '{"sequence":7,"evil":"\u001b[31m"}';
    });
    expect(problem?.message).toBe('Record 7 is not as it was written.');
  });
});

describe('checkpoint', () => {
  it('is matched by the trail that it was made from, however far that has grown', async () => {
    const { storage, log, clock } = await openBench();
    await log.record(event());
    const checkpoint = await log.checkpoint();
    expect(checkpoint).toMatchObject({ sequence: 2, at: clock.now() });
    expect(parseLine(storage.lines[1] ?? '')?.mac).toBe(checkpoint.mac);
    expect(await verifyAnew(storage, checkpoint)).toMatchObject({
      ok: true,
      checkpoint: 'matches',
    });
    await log.record(event());
    expect(await verifyAnew(storage, checkpoint)).toMatchObject({
      ok: true,
      checkpoint: 'matches',
    });
  });

  it('shows that head and records were set back together', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    const older = storage.copy();
    await log.record(event());
    const checkpoint = await log.checkpoint();
    expect(await verifyAnew(older)).toMatchObject({ ok: true });
    expect((await verifyAnew(older, checkpoint)).problem).toMatchObject({
      kind: 'rolled-back',
      sequence: 3,
      last: 3,
    });
    // And so it does when the older trail went on from there.
    const { log: again } = await openBench({ storage: older });
    await again.record(event());
    await again.record(event());
    expect(await verifyAnew(older)).toMatchObject({ ok: true });
    expect((await verifyAnew(older, checkpoint)).problem).toMatchObject({ kind: 'rolled-back' });
  });

  it('shows that the trail was made anew by somebody with the master key', async () => {
    const { log } = await openBench();
    await log.record(event());
    const checkpoint = await log.checkpoint();
    const { storage: other, log: forged } = await openBench({
      random: (length) => new Uint8Array(length).fill(5),
    });
    await forged.record(event());
    expect(await verifyAnew(other)).toMatchObject({ ok: true });
    expect((await verifyAnew(other, checkpoint)).problem).toMatchObject({ kind: 'foreign' });
  });

  it('is not believed when it was altered', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    const checkpoint = await log.checkpoint();
    for (const change of [
      { sequence: 1 },
      { mac: 'A'.repeat(43) },
      { at: 0 },
      { checkpointMac: 'A'.repeat(43) },
    ]) {
      const { problem } = await verifyAnew(storage, { ...checkpoint, ...change });
      expect(problem).toMatchObject({ kind: 'checkpoint-invalid' });
    }
  });

  it('cannot speak of records that retention removed, and says so', async () => {
    const { storage, log, clock } = await openBench();
    await log.record(event());
    const checkpoint = await log.checkpoint();
    for (let number = 0; number < 5; number += 1) {
      clock.advance(1_000);
      await log.record(event());
    }
    expect(await log.prune({ records: 5 })).toBe(2);
    // Its record is gone, but the oldest one continues from it.
    expect(await verifyAnew(storage, checkpoint)).toMatchObject({
      ok: true,
      checkpoint: 'matches',
    });
    await log.prune({ records: 2 });
    expect(await verifyAnew(storage, checkpoint)).toMatchObject({
      ok: true,
      checkpoint: 'too-old',
    });
  });

  it('writes first what waits, and refuses where nothing was written', async () => {
    const { log } = await openBench();
    await expect(log.checkpoint()).rejects.toMatchObject({ code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE' });
    log.note(event());
    expect(await log.checkpoint()).toMatchObject({ sequence: 2 });
  });
});
