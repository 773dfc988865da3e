import type { KeyId } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { KeyManager, KeyUpdate } from '@gatehouse/keys';
import type { FakeClock } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf } from '../src/key-format.js';
import { ACTOR, createBench, DAY } from './support.js';

/** A key as anybody would describe it. */
interface ModelKey {
  id: KeyId;
  text: string;
  role: string;
  name: string;
  active: boolean;
  revoked: boolean;
  replaced: boolean;
  expiresAt: number;
  /** Length of its life, for its successors. */
  life: number;
  idleMs: number;
  /** The latest of creation, last use and being enabled. */
  aliveAt: number;
}

function statusOf(key: ModelKey, now: number): string {
  if (key.revoked) return 'revoked';
  if (!key.active) return 'disabled';
  if (now >= key.expiresAt) return 'expired';
  return now >= key.aliveAt + key.idleMs ? 'idle' : 'active';
}

/** The manager, and beside it what should be true of it. */
class Model {
  readonly #keys: ModelKey[] = [];
  readonly #gone: string[] = [];
  readonly #manager: KeyManager;
  readonly #clock: FakeClock;

  constructor(manager: KeyManager, clock: FakeClock) {
    this.#manager = manager;
    this.#clock = clock;
  }

  #pick(which: number): ModelKey | undefined {
    return this.#keys[which % Math.max(this.#keys.length, 1)];
  }

  #isAdmin(key: ModelKey): boolean {
    return key.role === 'admin' && !key.replaced && statusOf(key, this.#clock.now()) === 'active';
  }

  /** Whether a change would leave no admin. */
  #endsLastAdmin(key: ModelKey, changed: Partial<ModelKey>): boolean {
    return (
      this.#isAdmin(key) &&
      !this.#isAdmin({ ...key, ...changed }) &&
      !this.#keys.some((other) => other !== key && this.#isAdmin(other))
    );
  }

  async #expectRule(attempt: Promise<unknown>, rule: string | undefined): Promise<boolean> {
    const outcome = await attempt.then(
      () => undefined,
      (error: unknown) => (isMcpAuthError(error) ? error.details : error),
    );
    if (rule === undefined) expect(outcome).toBeUndefined();
    else expect(outcome).toMatchObject({ rule });
    return rule === undefined;
  }

  async create(role: string, lifeDays: number, idleDays: number): Promise<void> {
    const now = this.#clock.now();
    const expires = lifeDays === 0 ? {} : { expiresAt: now + lifeDays * DAY };
    const idles = idleDays === 0 ? {} : { maxIdleDays: idleDays };
    const request = { name: 'x', role, ...expires, ...idles };
    const { record, key } = await this.#manager.create(request, ACTOR);
    this.#keys.push({
      id: record.id,
      text: key,
      role,
      name: 'x',
      active: true,
      revoked: false,
      replaced: false,
      expiresAt: expires.expiresAt ?? Number.POSITIVE_INFINITY,
      life: lifeDays === 0 ? Number.POSITIVE_INFINITY : lifeDays * DAY,
      idleMs: idleDays === 0 ? Number.POSITIVE_INFINITY : idleDays * DAY,
      aliveAt: now,
    });
  }

  async rotate(which: number, overlapMs: number): Promise<void> {
    const key = this.#pick(which);
    if (key === undefined) return;
    const now = this.#clock.now();
    const status = statusOf(key, now);
    const usable = status === 'active' ? undefined : 'not-rotatable';
    const rule = key.revoked ? 'revoked' : key.replaced ? 'replaced' : usable;
    const rotating = this.#manager.rotate(key.id, { overlapMs }, ACTOR);
    if (!(await this.#expectRule(rotating, rule))) return;
    const { record, key: text } = await rotating;
    const expiresAt = now + key.life;
    this.#keys.push({ ...key, id: record.id, text, expiresAt, aliveAt: now, active: true });
    key.replaced = true;
    key.expiresAt = Math.min(key.expiresAt, now + overlapMs);
  }

  async end(which: number, how: 'revoke' | 'delete'): Promise<void> {
    const key = this.#pick(which);
    if (key === undefined) return;
    const rule = this.#endsLastAdmin(key, { revoked: true }) ? 'last-admin' : undefined;
    if (!(await this.#expectRule(this.#manager[how](key.id, ACTOR), rule))) return;
    key.revoked = true;
    key.active = false;
    if (how === 'delete') {
      this.#gone.push(key.text);
      this.#keys.splice(this.#keys.indexOf(key), 1);
    }
  }

  async disable(which: number): Promise<void> {
    const key = this.#pick(which);
    if (key === undefined) return;
    const last = this.#endsLastAdmin(key, { active: false }) ? 'last-admin' : undefined;
    const rule = key.revoked ? 'revoked' : last;
    if (await this.#expectRule(this.#manager.disable(key.id, ACTOR), rule)) key.active = false;
  }

  async enable(which: number): Promise<void> {
    const key = this.#pick(which);
    if (key === undefined) return;
    const rule = key.revoked ? 'revoked' : undefined;
    if (!(await this.#expectRule(this.#manager.enable(key.id, ACTOR), rule))) return;
    if (!key.active || key.idleMs !== Number.POSITIVE_INFINITY) key.aliveAt = this.#clock.now();
    key.active = true;
  }

  async update(which: number, name: string, role: string, lifeDays: number): Promise<void> {
    const key = this.#pick(which);
    if (key === undefined) return;
    const expiresAt = this.#clock.now() + lifeDays * DAY;
    const change: KeyUpdate = { name, role, expiresAt };
    const extended = key.replaced && expiresAt > key.expiresAt ? 'replaced' : undefined;
    const last = this.#endsLastAdmin(key, { role, expiresAt }) ? 'last-admin' : undefined;
    const rule = key.revoked ? 'revoked' : (extended ?? last);
    if (!(await this.#expectRule(this.#manager.update(key.id, change, ACTOR), rule))) return;
    // Its successors live as long as it would, from its creation on.
    const created = (await this.#manager.get(key.id))?.createdAt ?? 0;
    Object.assign(key, { name, role, expiresAt, life: expiresAt - created });
  }

  async verifyAll(): Promise<void> {
    const now = this.#clock.now();
    for (const key of this.#keys) {
      const status = statusOf(key, now);
      const record = await this.#manager.get(key.id);
      expect(record === undefined ? 'gone' : await this.#manager.status(record)).toBe(status);
      const verification = await this.#manager.verify(key.text);
      expect(verification).toMatchObject(
        status === 'active'
          ? { ok: true, principal: { id: key.id, role: key.role, name: key.name } }
          : { ok: false, reason: status, keyId: key.id },
      );
      if (verification.ok) key.aliveAt = Math.max(key.aliveAt, now);
      expect((await this.#manager.principal(key.id))?.id).toBe(
        verification.ok ? key.id : undefined,
      );
    }
    for (const text of this.#gone) {
      expect(await this.#manager.verify(text)).toMatchObject({ ok: false, reason: 'unknown' });
    }
    const ids = (await this.#manager.list()).map(({ id }) => id);
    expect(ids.sort()).toEqual(this.#keys.map(({ id }) => id).sort());
  }
}

const which = fc.nat({ max: 6 });
const role = fc.constantFrom('admin', 'operator', 'monitor');
const days = fc.constantFrom(0, 1, 5, 40);
type Step = (model: Model, clock: FakeClock) => Promise<void>;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(role, days, days).map(
    ([of, life, idle]): Step =>
      (model) =>
        model.create(of, life, idle),
  ),
  fc.tuple(which, fc.constantFrom(0, 1, DAY, 9 * DAY)).map(
    ([at, overlap]): Step =>
      (model) =>
        model.rotate(at, overlap),
  ),
  fc.tuple(which, fc.constantFrom('revoke' as const, 'delete' as const)).map(
    ([at, how]): Step =>
      (model) =>
        model.end(at, how),
  ),
  which.map(
    (at): Step =>
      (model) =>
        model.disable(at),
  ),
  which.map(
    (at): Step =>
      (model) =>
        model.enable(at),
  ),
  fc.tuple(which, fc.constantFrom('One', 'Two'), role, fc.constantFrom(1, 5, 40)).map(
    ([at, name, of, life]): Step =>
      (model) =>
        model.update(at, name, of, life),
  ),
  fc.constantFrom(1, DAY - 1, DAY, 6 * DAY).map(
    (ms): Step =>
      async (_, clock) => {
        clock.advance(ms);
      },
  ),
  fc.constant<Step>((model) => model.verifyAll()),
);

describe('the manager', () => {
  it('does what an obvious model of it says, act by act', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const { manager, clock } = await createBench({ maxCachedKeys: 4 });
        const model = new Model(manager, clock);
        for (const run of steps) await run(model, clock);
        await model.verifyAll();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('verify', () => {
  it('answers whatever text comes, and never throws', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create({ ipWhitelist: ['192.0.2.1'] });
    const formed = /^lmcp(?:_test)?_[a-z]{1,9}_[0-9]{3,5}_[0-9A-Za-z]{49}$/;
    const withChecksum = (body: string): string => body + checksumOf(body);
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.stringMatching(formed),
      fc.stringMatching(formed).map((one) => withChecksum(one.slice(0, -6))),
      fc.stringMatching(/^[0-9A-Za-z]{43}$/).map((one) => withChecksum(`${record.id}_${one}`)),
      fc
        .tuple(fc.nat({ max: key.length }), fc.string({ unit: 'binary' }))
        .map(([at, inserted]) => key.slice(0, at) + inserted + key.slice(at)),
      fc.constantFrom(key, record.id, '__proto__', '\ud800', 'x'.repeat(1e6)),
      fc.anything() as fc.Arbitrary<string>,
    );
    const address = fc.oneof(
      fc.constantFrom(undefined, '192.0.2.1', '::ffff:192.0.2.1'),
      fc.string({ unit: 'binary' }),
      fc.ipV6(),
    );
    await fc.assert(
      fc.asyncProperty(text, address, async (presented, from) => {
        const known = from === undefined ? {} : { address: from };
        const verification = await manager.verify(presented, known);
        if (verification.ok) {
          expect(presented).toBe(key);
          expect(verification.principal.id).toBe(record.id);
        } else {
          expect(verification.reason).toMatch(/^(?:malformed|unknown|wrong-secret|wrong-address)$/);
          expect(JSON.stringify(verification)).not.toContain(key.slice(-40));
        }
      }),
      { numRuns: 2000 },
    );
  }, 60_000);
});
