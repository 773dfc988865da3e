import type { AuditEvent } from '@gatehouse/core';
import { AUDIT_EVENT_TYPES } from '@gatehouse/core';
import {
  createFakeClock,
  createRecordingLogger,
  createSeededRandom,
} from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chain } from '../src/chain.js';
import { ChainKeys } from '../src/chain-keys.js';
import { renderEvent } from '../src/line.js';
import { redactEvent } from '../src/redact.js';
import { WaitingEvent } from '../src/waiting-event.js';
import { AuditWriter } from '../src/writer.js';
import {
  createManualTimers,
  event,
  openBench,
  recordsOf,
  TEST_RING,
  TestStorage,
  typesOf,
} from './support.js';

const KEY = 'lmcp_admin_001_3a9Xq7Lw2Zt8Rb5Kc1Vn4Mf6Hd0Jp9Sg2Ty7Ue3Wi5o1QaABCD';

function render(at: number, one: AuditEvent): string {
  return renderEvent(at, redactEvent(one));
}

function waiting(one: AuditEvent, mayBeCopied = true): WaitingEvent {
  return new WaitingEvent(0, one, { render, withdrawable: false, mayBeCopied });
}

/** As a caller without types would. */
function untyped(fields: object): AuditEvent {
  return { ...event(), ...fields } as AuditEvent;
}

describe('an event that waits', () => {
  it('is written as it was when it came, whatever its caller does with it', async () => {
    const { log } = await openBench();
    const rooms = ['kitchen', 'hall'];
    const details = { rooms, risk: 'read' };
    const actor = { id: 'lmcp_admin_001', kind: 'key', role: 'admin' };
    const mine = { ...event({ requestId: 'r1' }), actor, details };
    const noted = structuredClone(mine);
    log.note(mine);
    const recorded = log.record(mine);
    rooms.push('vault');
    rooms[0] = 'cellar';
    details.risk = 'admin';
    actor.id = 'somebody else';
    mine.requestId = 'r2';
    await recorded;
    const records = (await recordsOf(log)).filter(({ type }) => type === mine.type);
    expect(records).toHaveLength(2);
    for (const record of records) expect(record).toMatchObject(noted);
  });

  it('is asked for each field once, when it comes', async () => {
    const { log } = await openBench();
    let asked = 0;
    const details = {
      get risk(): string {
        asked += 1;
        return asked === 1 ? 'read' : KEY;
      },
    };
    log.note(event({ details }));
    expect(asked).toBe(1);
    await log.flush();
    expect((await recordsOf(log)).at(-1)?.details).toEqual({ risk: 'read' });
    expect(asked).toBe(1);
  });

  it('shows no secret, neither to the storage nor to whoever follows', async () => {
    const { storage, log } = await openBench();
    const followed: unknown[] = [];
    log.follow((record) => followed.push(record));
    const secrets = { password: 'hunter2', list: [`a ${KEY}`], [KEY]: 'x', url: '/?pin=4711' };
    log.note(event({ details: secrets, userAgent: `Bearer ${KEY}`, requestId: KEY }));
    await log.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect(followed.length).toBeGreaterThan(0);
    for (const text of [storage.lines.join(''), JSON.stringify(followed)]) {
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/hunter2|4711|3a9Xq7Lw/);
    }
  });

  it.each([
    [
      'a getter that throws',
      { details: Object.defineProperty({}, 'x', { enumerable: true, get: throws }) },
    ],
    ['a proxy that throws', { details: new Proxy({}, { ownKeys: throws }) }],
    ['a list that throws', { details: { a: new Proxy(['b'], { get: throws }) } }],
    ['no details', { details: null }],
    ['no actor', { actor: undefined }],
    ['a type that throws', { type: { toString: throws } }],
  ])('is reported at once and counted as lost for %s', async (_what, fields) => {
    const logger = createRecordingLogger();
    const { log } = await openBench({ logger });
    log.note(untyped(fields));
    expect(log.state()).toBe('failing');
    expect(logger.messages('error')).toContain('an audit event cannot be read');
    await expect(log.record(untyped(fields))).rejects.toMatchObject({
      details: { problem: 'an event cannot be read' },
    });
    await log.flush();
    expect((await recordsOf(log)).at(-1)).toMatchObject({
      type: 'audit.dropped',
      details: { dropped: 1, rejected: 1 },
    });
  });

  it('is rendered at once when it is long or not plain: nothing of it is held', () => {
    const long = 'x'.repeat(1_000_000);
    for (const fields of [
      { details: { long } },
      { userAgent: long },
      { details: { [long]: 1 } },
      { actor: { id: long } },
      { details: { list: Array.from({ length: 65 }, () => 'x') } },
      { details: { list: [long] } },
      { details: Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`d${n}`, n])) },
      { details: { object: { long } } },
      { details: { list: [{ long }] } },
      { target: { long } },
      { type: [long] },
    ]) {
      const one = waiting(untyped(fields));
      expect(one.characters).toBe(one.rendered.length);
      expect(one.rendered).toBe(waiting(untyped(fields), false).rendered);
    }
  });

  it('takes no more room than it says, and says the same whenever it is rendered', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constant('\u202e'.repeat(100)),
      fc.constant(KEY),
    );
    const value = fc.oneof(text, fc.double(), fc.boolean(), fc.array(text), fc.constant(undefined));
    const events = fc.record(
      {
        type: fc.constantFrom(...AUDIT_EVENT_TYPES),
        actor: fc.record({ id: text, kind: text, role: text }, { requiredKeys: ['id'] }),
        outcome: fc.constantFrom('success', 'denied', 'failed'),
        target: text,
        address: text,
        requestId: text,
        sessionId: text,
        userAgent: text,
        reason: text,
        details: fc.dictionary(text, value),
      },
      { requiredKeys: ['type', 'actor', 'outcome'] },
    );
    fc.assert(
      fc.property(events, (one) => {
        const later = waiting(one as AuditEvent);
        const most = later.characters;
        expect(later.rendered).toBe(waiting(one as AuditEvent, false).rendered);
        expect(later.rendered.length).toBeLessThanOrEqual(most);
        expect(later.characters).toBe(later.rendered.length);
      }),
      { numRuns: 1_000 },
    );
  });
});

function throws(): never {
  throw new TypeError('secret');
}

interface Opened {
  readonly storage: TestStorage;
  readonly writer: AuditWriter;
  /** How many events were redacted. */
  readonly cleaned: () => number;
}

function openWriter(maxQueued: number): Opened {
  const storage = new TestStorage();
  const keys = new ChainKeys({
    ring: TEST_RING,
    random: createSeededRandom(1),
    location: storage.location,
  });
  let count = 0;
  const writer = new AuditWriter({
    storage,
    chain: new Chain(keys, storage.location),
    clean(one) {
      count += 1;
      return redactEvent(one);
    },
    clock: createFakeClock(),
    schedule: createManualTimers().schedule,
    logger: createRecordingLogger(),
    maxQueued,
    batchMs: 20,
    timeoutMs: 5_000,
  });
  return { storage, writer, cleaned: () => count };
}

describe('events are redacted and rendered', () => {
  it('with their group, once, and before the storage takes its lock', async () => {
    const { storage, writer, cleaned } = openWriter(100);
    for (let n = 0; n < 3; n += 1) writer.note(event());
    expect(cleaned()).toBe(0);
    storage.faults = [undefined, 'hang'];
    const written = writer.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect([storage.appends, storage.lines.length, cleaned()]).toEqual([2, 0, 3]);
    storage.release();
    await written;
    expect([storage.lines.length, cleaned()]).toEqual([4, 3]);
  });

  it('once, however often writing is tried', async () => {
    const { storage, writer, cleaned } = openWriter(100);
    storage.faults = [undefined, 'after', 'refuse'];
    writer.note(event());
    for (let attempt = 0; attempt < 2; attempt += 1) await writer.flush().catch(() => undefined);
    await writer.flush();
    expect(typesOf(storage).filter((type) => type === event().type)).toHaveLength(1);
    expect(cleaned()).toBe(1);
  });

  it('as they come while writing fails, so that nothing secret waits', async () => {
    const { storage, writer, cleaned } = openWriter(100);
    storage.lasting = 'refuse';
    writer.note(event());
    await writer.flush().catch(() => undefined);
    const before = cleaned();
    writer.note(event());
    expect(cleaned()).toBe(before + 1);
  });

  it('as they come when half of what may wait is there', () => {
    const { writer, cleaned } = openWriter(10);
    for (let n = 0; n < 8; n += 1) writer.note(event());
    expect(cleaned()).toBe(3);
  });
});
