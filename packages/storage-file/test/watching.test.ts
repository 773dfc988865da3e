import { chmod, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import type { KeyStoreEvent } from '@gatehouse/core';
import { TEST_HASH, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { createFileKeyStore } from '../src/index.js';
import { errorOf } from './support/errors.js';
import { faultyFileSystem } from './support/faulty-file-system.js';
import type { OpenedStore } from './support/store.js';
import { newPath, openStore, overwriteText, replaceText } from './support/store.js';

/** A store with a header and two keys. */
async function filledStore(): Promise<OpenedStore & { readonly text: string }> {
  const opened = await openStore();
  await opened.store.ensureHeader(() => testHeader());
  for (const role of ['admin', 'monitor']) {
    await opened.store.insert(role, (sequence) => testRecord(role, sequence));
  }
  return { ...opened, text: await readFile(opened.path, 'utf8') };
}

async function eventually(assertion: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(assertion, { timeout: 20_000, interval: 10 });
}

function outside({ events }: OpenedStore): KeyStoreEvent[] {
  return events.filter(({ origin }) => origin === 'outside');
}

describe('an edit by hand', () => {
  it.each([
    ['puts a new file in its place', replaceText],
    ['writes into the file', overwriteText],
  ])('is taken up and reported when the editor %s', async (_, save) => {
    const opened = await filledStore();
    await save(opened.path, opened.text.replace('active = true', 'active = false'));
    await eventually(() => {
      expect(outside(opened)).toEqual([
        { type: 'updated', id: 'lmcp_admin_001', origin: 'outside' },
      ]);
    });
    expect((await opened.store.get('lmcp_admin_001'))?.active).toBe(false);
    expect(opened.logger.entries).toContainEqual({
      level: 'info',
      message: 'keys were changed by another process or by hand',
      fields: { path: opened.path, changes: 1 },
    });
  });

  it('is taken up within the second that the interval of a real store allows', async () => {
    const path = await newPath();
    await writeFile(path, '[[keys]]\nid = "a"\nrole = "admin"\n', { mode: 0o600 });
    const store = await createFileKeyStore({ path });
    const heard = new Promise<KeyStoreEvent>((resolve) => store.subscribe(resolve));
    await replaceText(path, '[[keys]]\nid = "a"\nrole = "admin"\nactive = false\n');
    expect(await heard).toEqual({ type: 'updated', id: 'a', origin: 'outside' });
    await store.close();
  });

  it('takes a key away by removing its lines', async () => {
    const opened = await filledStore();
    await replaceText(
      opened.path,
      opened.text.slice(0, opened.text.indexOf('[[keys]]\nid = "lmcp_monitor')),
    );
    await eventually(async () => {
      expect(await opened.store.get('lmcp_monitor_001')).toBeUndefined();
    });
    expect(outside(opened)).toEqual([
      { type: 'deleted', id: 'lmcp_monitor_001', origin: 'outside' },
    ]);
  });

  it('of comments and layout alone is no change, and stays', async () => {
    const opened = await filledStore();
    const commented = `# mine\n${opened.text.replaceAll('\n[', '\n\n\n[')}`;
    await replaceText(opened.path, commented);
    await opened.store.insert('admin', (sequence) => testRecord('admin', sequence));
    expect((await readFile(opened.path, 'utf8')).startsWith('# mine\n')).toBe(true);
    expect(outside(opened)).toEqual([]);
    expect(opened.logger.messages('info')).toEqual([]);
  });

  it('is seen by a write that comes before the next look', async () => {
    const opened = await filledStore();
    await replaceText(opened.path, opened.text.replace('active = true', 'active = false'));
    const record = await opened.store.insert('admin', (n) => testRecord('admin', n));
    expect(opened.events.slice(-2)).toEqual([
      { type: 'updated', id: 'lmcp_admin_001', origin: 'outside' },
      { type: 'inserted', id: record.id, origin: 'self' },
    ]);
  });

  it('does not make its own writes look like those of others', async () => {
    const opened = await filledStore();
    let record = await opened.store.get('lmcp_admin_001');
    for (let change = 0; change < 20; change += 1) {
      record = await opened.store.update('lmcp_admin_001', record?.revision ?? '', {
        name: `${change}`,
      });
    }
    // One edit from outside marks the end of what there is to hear.
    await replaceText(opened.path, opened.text.replace('Key 1 of monitor', 'End'));
    await eventually(() => {
      expect(outside(opened).map(({ id }) => id)).toContain('lmcp_monitor_001');
    });
    expect(opened.events.filter(({ origin }) => origin === 'self')).toHaveLength(22);
    expect(opened.problems).toEqual([]);
  });
});

describe('a file that becomes unusable while it is in use', () => {
  const damages: readonly [string, (opened: OpenedStore) => Promise<void>, string, string][] = [
    [
      'is damaged',
      (opened) => replaceText(opened.path, `[[keys]]\nid = "a"\nhash = "${TEST_HASH}"\n`),
      'ERR_MCPAUTH_STORE_DAMAGED',
      'line 1, role of [[keys]] no. 1 is missing',
    ],
    [
      'is emptied',
      (opened) => replaceText(opened.path, ''),
      'ERR_MCPAUTH_STORE_DAMAGED',
      'it is empty or was removed while in use. It was left as it is. Put it back; or, to begin',
    ],
    [
      'is removed',
      (opened) => unlink(opened.path),
      'ERR_MCPAUTH_STORE_DAMAGED',
      'it is empty or was removed while in use',
    ],
    [
      'loses its peppers',
      (opened) => replaceText(opened.path, '[[keys]]\nid = "a"\nrole = "admin"\n'),
      'ERR_MCPAUTH_STORE_DAMAGED',
      '[store] or its peppers were removed while in use',
    ],
    [
      'is opened to others',
      (opened) => chmod(opened.path, 0o644),
      'ERR_MCPAUTH_FILE_UNSAFE',
      'chmod 600',
    ],
  ];

  it.each(damages)(
    'and %s, changes nobody and refuses writes until it is back',
    async (...args) => {
      const [, damage, code, words] = args;
      const opened = await filledStore();
      const before = await opened.store.list();
      await damage(opened);
      await eventually(() => expect(opened.problems).toHaveLength(1));
      const left = await readFile(opened.path, 'utf8').catch(() => undefined);

      expect(opened.problems[0]).toMatchObject({ code });
      expect(opened.problems[0]?.message).toContain(words);
      expect(await opened.store.list()).toEqual(before);
      expect(await opened.store.header()).toEqual(testHeader());
      expect(outside(opened)).toEqual([]);
      const writing = opened.store.insert('admin', (n) => testRecord('admin', n));
      await expect(writing).rejects.toMatchObject({ code });
      expect(await readFile(opened.path, 'utf8').catch(() => undefined)).toBe(left);

      const logged = opened.logger.entries.filter(({ level }) => level === 'error');
      expect(logged).toHaveLength(1);
      expect(logged[0]?.fields.problem).toBe(opened.problems[0]?.message);
      expect(opened.logger.text()).not.toContain(TEST_HASH);

      await replaceText(opened.path, opened.text);
      await eventually(() => expect(opened.problems).toHaveLength(2));
      expect(opened.problems[1]).toBeUndefined();
      expect(opened.logger.messages('info')).toEqual(['the key store can be used again']);
      await opened.store.insert('admin', (n) => testRecord('admin', n));
      expect(await opened.store.list()).toHaveLength(3);
    },
  );

  it('can be used again by a write alone, once it is back', async () => {
    const opened = await filledStore();
    await rename(opened.path, `${opened.path}.away`);
    await errorOf(
      opened.store.insert('admin', (n) => testRecord('admin', n)),
      'ERR_MCPAUTH_STORE_DAMAGED',
    );
    await rename(`${opened.path}.away`, opened.path);
    await opened.store.insert('admin', (n) => testRecord('admin', n));
    expect(opened.problems.at(-1)).toBeUndefined();
  });

  it('is begun anew by a program that is started without it', async () => {
    const opened = await filledStore();
    await opened.store.close();
    await unlink(opened.path);
    const again = await openStore({ path: opened.path });
    expect(await again.store.header()).toBeUndefined();
    expect(await again.store.list()).toEqual([]);
  });

  it('does not fail over a host that fails to hear of it', async () => {
    const { store, path, logger } = await openStore({
      text: '[[keys]]\nid = "a"\nrole = "admin"\n',
      onProblem() {
        throw new RangeError('planted');
      },
    });
    await replaceText(path, 'keys = 1');
    await eventually(() => {
      expect(logger.messages('error')).toContain('onProblem of the key store failed');
    });
    expect(await store.list()).toHaveLength(1);
  });
});

/** Stops whoever comes to a gate first, until it is opened. */
function createGate(): { arrived: Promise<void>; open: () => void; pass: () => Promise<void> } {
  let arrive = (): void => undefined;
  let open = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let used = false;
  async function pass(): Promise<void> {
    if (!used) {
      used = true;
      arrive();
      await opened;
    }
  }
  return { arrived, open, pass };
}

describe('a look that comes in the way of a write', () => {
  it('is thrown away when it is older than what was written meanwhile', async () => {
    const gate = createGate();
    let armed = false;
    const fileSystem = faultyFileSystem({
      before: (operation) => (armed && operation === 'fstat' ? gate.pass() : undefined),
    });
    const opened = await openStore({ fileSystem });
    const record = await opened.store.insert('admin', (n) => testRecord('admin', n));
    armed = true;
    await replaceText(opened.path, `# mine\n${await readFile(opened.path, 'utf8')}`);
    await gate.arrived;
    const changed = await opened.store.update(record.id, record.revision, { active: false });
    const looks = fileSystem.operations.length;
    gate.open();
    await eventually(() => expect(fileSystem.operations.length).toBeGreaterThan(looks + 4));
    expect(await opened.store.get(record.id)).toEqual(changed);
    expect(outside(opened)).toEqual([]);
  });

  it('does not take the write that is just being finished for that of somebody else', async () => {
    const gate = createGate();
    let armed = false;
    const fileSystem = faultyFileSystem({
      before: (operation) => (armed && operation === 'fsync directory' ? gate.pass() : undefined),
    });
    const opened = await openStore({ fileSystem });
    await opened.store.insert('admin', (n) => testRecord('admin', n));
    armed = true;
    const writing = opened.store.insert('admin', (n) => testRecord('admin', n));
    await gate.arrived;
    // The file has its new content; the watcher looks often enough to see that it has settled.
    const looks = (): number => fileSystem.operations.filter((one) => one === 'lstat').length;
    const before = looks();
    await eventually(() => expect(looks()).toBeGreaterThan(before + 15));
    gate.open();
    await writing;
    expect(opened.events.map(({ origin }) => origin)).toEqual(['self', 'self']);
  });
});

describe('an editor that is half way', () => {
  it('is not read before the file has come to rest', async () => {
    const opened = await filledStore();
    const now = opened.text.replace('active = true', 'active = false');
    // As a slow editor does it: away with the old, then the new in small parts.
    await writeFile(opened.path, '');
    for (let length = 0; length < now.length; length += 200) {
      await writeFile(opened.path, now.slice(0, length));
    }
    await writeFile(opened.path, now);
    await eventually(() => expect(outside(opened)).toHaveLength(1));
    expect(outside(opened)[0]?.type).toBe('updated');
    expect(opened.problems).toEqual([]);
  });
});

describe('a closed store', () => {
  it('looks no more, and lets the process end', async () => {
    const opened = await filledStore();
    await opened.store.close();
    const before = opened.events.length;
    await replaceText(opened.path, opened.text.replace('active = true', 'active = false'));
    const again = await openStore({ path: opened.path });
    await replaceText(opened.path, opened.text);
    await eventually(() => expect(outside(again)).toHaveLength(1));
    expect(opened.events).toHaveLength(before);
    expect((await stat(opened.path)).mode & 0o777).toBe(0o600);
  });
});
