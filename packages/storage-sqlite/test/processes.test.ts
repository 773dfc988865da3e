import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createKeyManager } from '@gatehouse/keys';
import { createSeededRandom, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { useChildren } from './support/child.js';
import { errorOf } from './support/errors.js';
import { sharedRing } from './support/shared-ring.js';
import { newPath, openStore } from './support/store.js';

const start = useChildren();

/** Kills per run; a campaign sets more. */
const ROUNDS = Number(process.env.GATEHOUSE_CRASH_ROUNDS ?? 25);
const SEED = Number(process.env.GATEHOUSE_SEED ?? 20);

describe('several processes on one database', () => {
  it('lose no key and give no number twice', { timeout: 60_000 }, async () => {
    const { keys, events, path } = await openStore();
    const roles = ['admin', 'admin', 'monitor'];
    const children = await Promise.all(
      roles.map((role) => start('insert', path, role, '40').ready()),
    );
    for (const child of children) {
      child.go();
    }
    await Promise.all(children.map((child) => child.ended()));
    expect(children.map(({ said }) => said.at(-1))).toEqual(['done', 'done', 'done']);
    const acknowledged = children.flatMap(({ said }) =>
      said.filter((line) => line.startsWith('l')),
    );
    expect(new Set(acknowledged).size).toBe(120);
    expect((await keys.list()).map(({ id }) => id).sort()).toEqual([...acknowledged].sort());
    await keys.insert('custom', (n) => testRecord('custom', n));
    const outside = events.filter(({ origin }) => origin === 'outside').map(({ id }) => id);
    expect(outside.sort()).toEqual([...acknowledged].sort());
  });

  it('lose no update of one key', { timeout: 60_000 }, async () => {
    const { keys, path } = await openStore();
    const { id } = await keys.insert('admin', (n) => testRecord('admin', n, { name: '' }));
    const children = await Promise.all([1, 2].map(() => start('rename', path, id, '100').ready()));
    for (const child of children) {
      child.go();
    }
    await Promise.all(children.map((child) => child.ended()));
    expect(children.map(({ said }) => said.at(-1))).toEqual(['done', 'done']);
    expect((await keys.get(id))?.name).toBe('x'.repeat(200));
  });

  it('let one of two administrators change a key that both have looked at', {
    timeout: 60_000,
  }, async () => {
    const { keys, path } = await openStore();
    const owner = await createKeyManager({ store: keys, ring: sharedRing() });
    const { record: seen } = await owner.create({ name: 'k', role: 'monitor' }, { id: 'test' });
    const children = await Promise.all(
      ['a', 'b'].map((name) => start('edit', path, seen.id, seen.revision, name).ready()),
    );
    for (const child of children) {
      child.go();
    }
    await Promise.all(children.map((child) => child.ended()));
    const said = children.map((child) => child.said.at(1) ?? '').sort();
    expect(said).toEqual(['ERR_MCPAUTH_STORE_CONFLICT', expect.stringMatching(/^won [ab]$/)]);
    const late = start('edit', path, seen.id, seen.revision, 'c');
    (await late.ready()).go();
    await late.ended();
    expect(late.said).toEqual(['ready', 'ERR_MCPAUTH_STORE_CONFLICT', 'done']);
    expect(`won ${(await keys.get(seen.id))?.name}`).toBe(said[1]);
  });

  it('end with one database and one pepper when they start at once', {
    timeout: 60_000,
  }, async () => {
    for (let round = 0; round < 5; round += 1) {
      const path = `${dirname(await newPath())}/new/keys.db`;
      const children = await Promise.all([1, 2, 3].map(() => start('open', path).ready()));
      for (const child of children) {
        child.go();
      }
      await Promise.all(children.map((child) => child.ended()));
      const sealed = new Set(children.map(({ said }) => said[1]));
      expect(children.map(({ said }) => said.at(-1))).toEqual(['done', 'done', 'done']);
      expect(sealed.size).toBe(1);
      // Of processes that close at the same moment, each may leave the log to the other. Whoever
      // closes alone leaves nothing, so nothing keeps the log in use.
      const last = await openStore({ path });
      expect(await last.keys.header()).toBeDefined();
      await last.close();
      expect((await readdir(dirname(path))).sort()).toEqual(['keys.db', 'keys.db-mark']);
    }
  });

  it('wait for one that is stopped, then say so, and are not blocked meanwhile', async () => {
    const { keys, path } = await openStore();
    const child = start('hold', path);
    await child.ready();
    const { keys: impatient } = await openStore({ path, lockWaitMs: 100 });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const error = await errorOf(
      impatient.insert('admin', (n) => testRecord('admin', n)),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    clearInterval(timer);
    expect(error.retryable).toBe(true);
    expect(error.message).toContain('another process holds its lock');
    expect(turns).toBeGreaterThan(1);
    expect(await impatient.list()).toEqual([]);
    const waiting = keys.insert('admin', (n) => testRecord('admin', n));
    child.signal('SIGCONT');
    expect((await waiting).id).toBe('lmcp_admin_002');
    await child.ended();
    expect(child.said).toEqual(['ready', 'done']);
  });
});

/** What the lines of a killed process say that it had acknowledged. */
function saidWith(said: readonly string[], mark: string): string[] {
  return said.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2));
}

describe('a process that is killed while it writes', () => {
  it('loses nothing that it has acknowledged', { timeout: ROUNDS * 4_000 + 60_000 }, async () => {
    const path = await newPath();
    const random = createSeededRandom(SEED);
    const first = await openStore({ path });
    await first.keys.ensureHeader(() => testHeader());
    await first.close();
    const given = new Set<string>();
    let audited = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = start('churn', path, `round ${round}`);
      await child.line((line) => line.startsWith('+'));
      // A kill at any point of a write: up to 30 ms later, which is what is tested, not waited for.
      const [delay = 0] = random(1);
      await new Promise((resolve) => setTimeout(resolve, (delay / 255) * 30));
      child.signal('SIGKILL');
      await child.ended();

      const store = await openStore({ path });
      const records = new Map((await store.keys.list()).map((record) => [record.id, record]));
      const maybeDeleted = new Set(saidWith(child.said, '?'));
      for (const id of saidWith(child.said, '+')) {
        expect(given.has(id)).toBe(false);
        given.add(id);
        expect(records.has(id) || maybeDeleted.has(id)).toBe(true);
      }
      for (const id of saidWith(child.said, 'r')) {
        expect(maybeDeleted.has(id) || records.get(id)?.revoked !== undefined).toBe(true);
      }
      for (const id of saidWith(child.said, 'u')) {
        expect((await store.usage.get(id))?.uses).toBe(1);
      }
      for (const id of saidWith(child.said, '-')) {
        expect(records.has(id)).toBe(false);
      }
      const head = await store.audit.head();
      audited = Math.max(audited, ...saidWith(child.said, 'a').map(Number));
      expect(head?.sequence ?? 0).toBeGreaterThanOrEqual(audited);
      const lines: string[] = [];
      for await (const line of store.audit.read()) {
        lines.push(line);
      }
      expect(lines.at(-1)).toBe(head?.mac);
      expect(lines).toHaveLength(head?.sequence ?? 0);
      expect(child.said.filter((line) => line.startsWith('failed'))).toEqual([]);
      expect(await store.keys.header()).toEqual(testHeader());
      await store.close();
      expect((await readdir(dirname(path))).sort()).toEqual(['keys.db', 'keys.db-mark']);
    }
    expect(given.size).toBeGreaterThanOrEqual(ROUNDS);
    process.stdout.write(`${ROUNDS} kills, ${given.size} acknowledged keys, none lost\n`);
  });
});
