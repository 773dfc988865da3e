import { readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exportMasterKey, parseMasterKey } from '@gatehouse/crypto';
import { createSeededRandom, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { useChildren } from './support/child.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { newPath, openStore } from './support/store.js';

const start = useChildren();

function isId(line: string): boolean {
  return line.startsWith('lmcp_');
}

describe('two processes on one keys file', () => {
  it('lose no key and give no number twice', { timeout: 60_000 }, async () => {
    const path = await newPath();
    const { store, events } = await openStore({ path });
    await store.ensureHeader(() => testHeader());
    const children = await Promise.all(
      ['admin', 'admin', 'monitor'].map((role) => start('insert', path, role, '15').ready()),
    );
    for (const child of children) {
      child.go();
    }
    await Promise.all(children.map((child) => child.ended()));
    const acknowledged = children.flatMap((child) => child.said.filter(isId));
    expect(children.map(({ said }) => said.at(-1))).toEqual(['done', 'done', 'done']);
    expect(new Set(acknowledged).size).toBe(45);

    // A write of our own reads the truth, whatever the watcher has seen so far.
    await store.insert('custom', (n) => testRecord('custom', n));
    const listed = (await store.list()).map(({ id }) => id);
    expect(listed.filter((id) => !id.includes('custom')).sort()).toEqual(acknowledged.sort());
    expect(events.filter(({ origin }) => origin === 'outside')).toHaveLength(45);
    expect(await store.header()).toEqual(testHeader());
    expect(await readdir(dirname(path))).toEqual(['keys.toml']);
  });
});

describe('two processes without a master key', () => {
  it('end with the same one when they start at once', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 20; round += 1) {
      const path = join(await newDirectory(), 'config', 'master.key');
      const children = await Promise.all([start('key', path).ready(), start('key', path).ready()]);
      for (const child of children) {
        child.go();
      }
      await Promise.all(children.map((child) => child.ended()));
      const parsed = parseMasterKey(await readFile(path, 'utf8'));
      const saved = parsed.ok ? parsed.key.id : parsed.problem;
      for (const { said } of children) {
        expect(said).toEqual(['ready', saved, 'done']);
        expect(parsed.ok && said.join()).not.toContain(parsed.ok && exportMasterKey(parsed.key));
      }
      expect(await readdir(dirname(path))).toEqual(['master.key']);
    }
  });
});

describe('a process that is stopped while it holds the lock', () => {
  it('keeps it, and others are told its number', { timeout: 30_000 }, async () => {
    const path = await newPath();
    const child = await start('hold', path).ready();
    child.signal('SIGSTOP');
    const { store } = await openStore({ path, lockWaitMs: 100 });
    const error = await errorOf(
      store.insert('admin', (n) => testRecord('admin', n)),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain(`locked by process ${child.process.pid}, since `);
    expect(error.message).toContain(`remove ${path}.lock`);
    child.signal('SIGCONT');
    child.go();
    await child.ended();
    expect(child.said).toEqual(['ready', 'done']);
  });

  it('cannot write any more once somebody else has taken over', { timeout: 30_000 }, async () => {
    const path = await newPath();
    const child = await start('hold', path).ready();
    child.signal('SIGSTOP');
    // Somebody does what the message above tells them to do, though the process does run.
    await unlink(`${path}.lock`);
    const { store } = await openStore({ path });
    const record = await store.insert('admin', (n) => testRecord('admin', n));
    const text = await readFile(path, 'utf8');

    child.signal('SIGCONT');
    child.go();
    await child.ended();
    expect(child.said.at(-1)).toContain('its lock was taken over while this process was paused');
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await store.get(record.id)).toEqual(record);
    expect(await readdir(dirname(path))).toEqual(['keys.toml']);
  });

  it('loses nobody a key, whenever it is stopped', { timeout: 120_000 }, async () => {
    const path = await newPath();
    const random = createSeededRandom(7);
    const child = await start('churn', path, 'paused').ready();
    const { store } = await openStore({ path });
    const ours: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      const [delay = 0] = random(1);
      await new Promise((resolve) => setTimeout(resolve, (delay / 255) * 8));
      child.signal('SIGSTOP');
      await unlink(`${path}.lock`).catch(() => undefined);
      ours.push((await store.insert('admin', (n) => testRecord('admin', n))).id);
      const turns = child.said.length;
      child.signal('SIGCONT');
      await vi.waitFor(() => expect(child.said.length).toBeGreaterThan(turns), { timeout: 20_000 });
    }
    child.signal('SIGKILL');
    await child.ended();
    await store.insert('monitor', (n) => testRecord('monitor', n));
    const admins = (await store.list()).filter(({ role }) => role === 'admin');
    expect(admins.map(({ id }) => id)).toEqual(ours);
    // Some of the pauses fell between taking the lock and committing: those writes were refused.
    const refused = child.said.filter((line) => line.startsWith('! '));
    expect(refused.filter((line) => !line.includes('its lock was taken over'))).toEqual([]);
    expect(refused.length).toBeGreaterThan(0);
    const theirs = child.said.filter((line) => line.startsWith('+ ')).map((line) => line.slice(2));
    expect(new Set(theirs).size).toBe(theirs.length);
  });
});
