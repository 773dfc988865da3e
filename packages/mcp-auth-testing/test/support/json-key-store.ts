import { link, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { KeyRecord, KeyStore, KeyStoreEvent } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import type { Backing } from './reference-store.js';
import { createBacking, createReferenceStore } from './reference-store.js';

/** Bugs of a store that is shared by processes. A location names them: `<path>#<flaw>`. */
export type JsonFlaw = 'no-lock' | 'acknowledges-early' | 'never-looks' | 'starts-anew';

const LOOK_EVERY_MS = 20;
const WRITE_LATER_MS = 300;

/** What stands in the file. */
interface Content {
  readonly header: Backing['header'] | null;
  readonly records: readonly KeyRecord[];
  readonly sequences: readonly (readonly [string, number])[];
  readonly revision: number;
}

/** @returns A location in a directory of its own. */
export async function newJsonLocation(flaw?: JsonFlaw): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'gatehouse-json-')), 'keys.json');
  return flaw === undefined ? path : `${path}#${flaw}`;
}

export function pathOf(location: string): string {
  return location.split('#')[0] ?? '';
}

async function read(path: string, location: string): Promise<Backing> {
  const backing = createBacking();
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return backing;
  }
  try {
    const content: Content = JSON.parse(text);
    backing.header = content.header ?? undefined;
    backing.revision = content.revision;
    for (const record of content.records) {
      backing.records.set(record.id, record);
    }
    for (const [role, sequence] of content.sequences) {
      backing.sequences.set(role, sequence);
    }
    return backing;
  } catch (error) {
    if (location.endsWith('#starts-anew')) {
      return backing;
    }
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_DAMAGED',
      `${location} is no JSON.`,
      { location, problem: 'no JSON' },
      { cause: error },
    );
  }
}

async function write(
  path: string,
  { header, records, sequences, revision }: Backing,
): Promise<void> {
  const content: Content = {
    header: header ?? null,
    records: [...records.values()],
    sequences: [...sequences],
    revision,
  };
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, JSON.stringify(content));
  await rename(temporary, path);
}

/** Whether a process that wrote its number into a lock still runs. */
async function isHeld(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => process.pid));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

let createdLocks = 0;

async function withLock<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const own = `${lock}.${process.pid}.${createdLocks++}`;
  await writeFile(own, String(process.pid));
  // A link appears with its content: a process that is killed leaves no lock without its number.
  const locked = async (): Promise<boolean> =>
    link(own, lock).then(
      () => true,
      () => false,
    );
  while (!(await locked())) {
    if (await isHeld(lock)) {
      await wait(2);
    } else {
      await rm(lock, { force: true });
    }
  }
  try {
    return await run();
  } finally {
    await rm(lock, { force: true });
    await rm(own, { force: true });
  }
}

function changesBetween(before: Backing, after: Backing): KeyStoreEvent[] {
  const events: KeyStoreEvent[] = [];
  for (const [id, record] of after.records) {
    const old = before.records.get(id);
    if (old === undefined) {
      events.push({ type: 'inserted', id, origin: 'outside' });
    } else if (old.revision !== record.revision) {
      events.push({ type: 'updated', id, origin: 'outside' });
    }
  }
  for (const id of before.records.keys()) {
    if (!after.records.has(id)) {
      events.push({ type: 'deleted', id, origin: 'outside' });
    }
  }
  return events;
}

/** A plain store in a JSON file that keeps the contract, unless its location names a flaw. */
export async function openJsonKeyStore(location: string): Promise<KeyStore> {
  const path = pathOf(location);
  const has = (flaw: JsonFlaw): boolean => location.endsWith(`#${flaw}`);
  const listeners = new Set<(event: KeyStoreEvent) => void>();
  let seen = await read(path, location);
  let changedAt = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  function assertOpen(): void {
    if (closed) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'Closed.', { location });
    }
  }
  function announce(events: readonly KeyStoreEvent[]): void {
    for (const event of events) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch {
          // The change is done: a listener cannot undo it.
        }
      }
    }
  }
  async function refresh(): Promise<Backing> {
    const before = seen;
    seen = await read(path, location);
    announce(changesBetween(before, seen));
    return seen;
  }
  function serial<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = queue.then(run);
    queue = result.catch(() => undefined);
    return result;
  }
  /** Reads under the lock, lets the reference store make the change, and writes. */
  function change<Result>(make: (store: KeyStore) => Promise<Result>): Promise<Result> {
    assertOpen();
    const run = async (): Promise<Result> => {
      const backing = structuredClone({ ...(await refresh()), handles: new Set() }) as Backing;
      const events: KeyStoreEvent[] = [];
      const store = createReferenceStore(backing);
      store.subscribe((event) => events.push(event));
      const result = await make(store);
      if (has('no-lock')) {
        await wait(2);
      }
      if (has('acknowledges-early')) {
        setTimeout(() => write(path, backing).catch(() => undefined), WRITE_LATER_MS).unref();
      } else {
        await write(path, backing);
      }
      seen = backing;
      announce(events);
      return result;
    };
    return serial(() => (has('no-lock') ? run() : withLock(path, run)));
  }
  async function look(): Promise<void> {
    const { mtimeMs } = await stat(path);
    if (mtimeMs !== changedAt && !closed) {
      changedAt = mtimeMs;
      await refresh();
    }
  }
  const timer = setInterval(() => {
    if (!has('never-looks')) {
      serial(look).catch(() => undefined);
    }
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    kind: 'json',
    location,
    capabilities: { writable: true, persistent: true, watches: true },
    async header() {
      assertOpen();
      return seen.header;
    },
    ensureHeader: async (make) => change((store) => store.ensureHeader(make)),
    async get(id) {
      assertOpen();
      return seen.records.get(id);
    },
    async list() {
      assertOpen();
      return [...seen.records.values()].sort((a, b) => a.createdAt - b.createdAt);
    },
    insert: async (role, build) => change((store) => store.insert(role, build)),
    update: async (id, revision, fields) => change((store) => store.update(id, revision, fields)),
    delete: async (id, revision) => change((store) => store.delete(id, revision)),
    subscribe(listener) {
      assertOpen();
      const own = (event: KeyStoreEvent): void => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await queue;
    },
  };
}
