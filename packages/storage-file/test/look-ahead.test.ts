import { unlink } from 'node:fs/promises';
import { testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { type OpenedStore, openStore, overwriteText } from './support/store.js';

/** Two stores on one file; the second one's watcher looks so seldom that it sees nothing. */
async function twoStores(
  watchIntervalMs = 1_000_000,
): Promise<{ writer: OpenedStore; reader: OpenedStore }> {
  const writer = await openStore();
  await writer.store.ensureHeader(() => testHeader());
  await writer.store.insert('admin', (sequence) => testRecord('admin', sequence));
  const reader = await openStore({ path: writer.path, watchIntervalMs });
  return { writer, reader };
}

describe('a key that another process has just made', () => {
  it('is known at its first use, before the watcher looks', async () => {
    const { writer, reader } = await twoStores();
    const made = await writer.store.insert('monitor', (sequence) =>
      testRecord('monitor', sequence),
    );
    expect(await reader.store.get(made.id)).toEqual(made);
  });

  it('is known again after each further one', async () => {
    const { writer, reader } = await twoStores();
    for (let at = 0; at < 5; at += 1) {
      const made = await writer.store.insert('device', (number) => testRecord('device', number));
      expect(await reader.store.get(made.id)).toEqual(made);
      expect(await reader.store.get(`${made.id}0`)).toBeUndefined();
    }
  });

  it('is unknown again once it was deleted', async () => {
    const { writer, reader } = await twoStores(20);
    const made = await writer.store.insert('monitor', (sequence) =>
      testRecord('monitor', sequence),
    );
    expect(await reader.store.get(made.id)).toBeDefined();
    await writer.store.delete(made.id, made.revision);
    await vi.waitFor(async () => expect(await reader.store.get(made.id)).toBeUndefined(), {
      timeout: 20_000,
    });
  });
});

describe('what happens to a key that a reader was told of ahead', () => {
  it.each([
    ['revoked', 'updated'],
    ['deleted', 'deleted'],
  ] as const)('is reported, also when it was %s before the watcher saw it', async (what, type) => {
    const { writer, reader } = await twoStores();
    // The first hint of the system makes a watcher look at once; the next ones let it wait first.
    await writer.store.insert('device', (number) => testRecord('device', number));
    await vi.waitFor(() => expect(reader.events).toHaveLength(1), {
      interval: 2,
      timeout: 20_000,
    });
    const made = await writer.store.insert('monitor', (number) => testRecord('monitor', number));
    expect(await reader.store.get(made.id)).toEqual(made);
    if (what === 'deleted') await writer.store.delete(made.id, made.revision);
    else {
      const revoked = { at: 1, by: 'test' };
      await writer.store.update(made.id, made.revision, { active: false, revoked });
    }
    // A write of its own makes the reader take up the file at once, whatever its watcher does.
    await reader.store.insert('device', (number) => testRecord('device', number));
    await vi.waitFor(
      () => expect(reader.events).toContainEqual({ type, id: made.id, origin: 'outside' }),
      { timeout: 20_000 },
    );
  });
});

describe('looking ahead', () => {
  it.each([
    ['half written', (path: string) => overwriteText(path, '[[keys]]\nid = "lmcp_mon')],
    ['gone', (path: string) => unlink(path)],
  ])('adopts nothing from a file that is %s', async (_what, harm) => {
    const { writer, reader } = await twoStores();
    await harm(writer.path);
    expect(await reader.store.get('lmcp_monitor_001')).toBeUndefined();
    expect(await reader.store.get('lmcp_admin_001')).toBeDefined();
  });
});
