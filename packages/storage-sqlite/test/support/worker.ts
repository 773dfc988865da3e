/*
 * A process of its own for tests. Reads lines from stdin, says what it does on stdout.
 *
 *   insert <path> <role> <count>   inserts keys, once told to `go`
 *   rename <path> <id> <count>     changes one key again and again, once told to `go`
 *   edit <path> <id> <revision> <name>  changes a key of that revision, once told to `go`
 *   churn <path> <name>            inserts, revokes and deletes keys until it is killed
 *   count <path> <count>           counts activity, once told to `go`
 *   tally <path>                   counts activity until it is killed
 *   hold <path>                    takes the lock, and keeps it until told to `go`
 *   open <path>                    opens the store once told to `go`, and makes its header
 */
import { createInterface } from 'node:readline';
import type { ActivityStore, KeyRecord, NewKeyRecord } from '@gatehouse/core';
import { ACTIVITY_SPAN_MS, emptyLatencies, isMcpAuthError } from '@gatehouse/core';
import { createKeyManager } from '@gatehouse/keys';
import { openSqliteStore } from '../../src/index.js';
import { sharedRing } from './shared-ring.js';

const [, , command, path = '', ...args] = process.argv;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function untilTold(): Promise<void> {
  say('ready');
  await lines.next();
}

/** A record like those of the test helpers, which would bring the test runner along. */
function newRecord(role: string, sequence: number, name: string): NewKeyRecord {
  const id = `lmcp_${role}_${String(sequence).padStart(3, '0')}`;
  const hash = `hmac-sha256:p1:${'A'.repeat(43)}`;
  return { id, name, role, createdBy: 'w', createdAt: 0, active: true, ipWhitelist: [], hash };
}

async function insert(role: string, count: number): Promise<void> {
  const store = await openSqliteStore({ path });
  await untilTold();
  for (let made = 0; made < count; made += 1) {
    say((await store.keys.insert(role, (n) => newRecord(role, n, `${process.pid}`))).id);
  }
  await store.close();
}

/** Adds one letter to a name, however often somebody else is faster. */
async function rename(id: string, count: number): Promise<void> {
  const store = await openSqliteStore({ path });
  await untilTold();
  for (let done = 0; done < count; ) {
    const record = await store.keys.get(id);
    try {
      await store.keys.update(id, record?.revision ?? '', { name: `${record?.name}x` });
      done += 1;
    } catch (error) {
      if (!isMcpAuthError(error) || error.code !== 'ERR_MCPAUTH_STORE_CONFLICT') {
        throw error;
      }
    }
  }
  await store.close();
}

/** As an administrator does who has looked at the key before. */
async function edit(id: string, expectedRevision: string, name: string): Promise<void> {
  const store = await openSqliteStore({ path });
  const manager = await createKeyManager({ store: store.keys, ring: sharedRing() });
  await untilTold();
  try {
    await manager.update(id, { name }, { id: 'w' }, { expectedRevision });
    say(`won ${name}`);
  } catch (error) {
    say(isMcpAuthError(error) ? error.code : 'failed');
  }
  await manager.close();
  await store.close();
}

async function churn(name: string): Promise<never> {
  const { keys, usage, audit } = await openSqliteStore({ path });
  const kept: KeyRecord[] = [];
  say('ready');
  for (;;) {
    const record = await keys.insert('operator', (n) => newRecord('operator', n, name));
    say(`+ ${record.id}`);
    const revoked = { at: 1, by: 'w' };
    kept.push(await keys.update(record.id, record.revision, { revoked }));
    say(`r ${record.id}`);
    await usage.add([{ keyId: record.id, uses: 1, failures: 0 }]);
    say(`u ${record.id}`);
    const oldest = kept.length > 3 ? kept.shift() : undefined;
    if (oldest !== undefined) {
      say(`? ${oldest.id}`);
      await keys.delete(oldest.id, oldest.revision);
      say(`- ${oldest.id}`);
    }
    await audit.append(({ head }) => {
      const sequence = (head?.sequence ?? 0) + 1;
      const mac = `m${sequence}`;
      const ends = { headMac: '', firstSequence: 1, firstPrevious: '', chainKeys: [] };
      return { lines: [{ sequence, at: 0, mac, text: mac }], head: { sequence, mac, ...ends } };
    });
    say(`a ${(await audit.head())?.sequence}`);
  }
}

/** One request of each of two keys, in one of twelve spans. */
function countTwo(store: ActivityStore, step: number): Promise<void> {
  const span = { at: (step % 12) * ACTIVITY_SPAN_MS, spanMs: ACTIVITY_SPAN_MS, act: 'tool:a' };
  const counts = { ...span, requests: 1, denied: 0, failed: 0, latencies: emptyLatencies() };
  return store.add([
    { ...counts, principalId: 'a' },
    { ...counts, principalId: 'b' },
  ]);
}

async function count(times: number): Promise<void> {
  const store = await openSqliteStore({ path });
  const activity = store.openActivity();
  await untilTold();
  for (let step = 0; step < times; step += 1) {
    await countTwo(activity, step);
    if (step % 7 === 6) {
      await activity.rollUp(Date.now());
    }
  }
  await store.close();
}

async function tally(): Promise<never> {
  const activity = (await openSqliteStore({ path })).openActivity();
  say('ready');
  for (let step = 0; ; step += 1) {
    await countTwo(activity, step);
    say(`+ ${step}`);
    if (step % 7 === 6) {
      await activity.rollUp(Date.now());
    }
  }
}

async function hold(): Promise<void> {
  const store = await openSqliteStore({ path });
  await store.keys.insert('admin', (n) => {
    say('ready');
    // Stopped here by the test: the lock is held while this process does nothing.
    process.kill(process.pid, 'SIGSTOP');
    return newRecord('admin', n, 'held');
  });
  await store.close();
}

async function open(): Promise<void> {
  await untilTold();
  const store = await openSqliteStore({ path });
  const sealed = `enc:v1:${'k'.repeat(22)}:${process.pid}`;
  const header = await store.keys.ensureHeader(() => ({ peppers: [{ id: 'p1', sealed }] }));
  say(header.peppers[0]?.sealed ?? 'none');
  await store.close();
}

async function run(): Promise<void> {
  switch (command) {
    case 'insert':
      return insert(args[0] ?? '', Number(args[1]));
    case 'rename':
      return rename(args[0] ?? '', Number(args[1]));
    case 'edit':
      return edit(args[0] ?? '', args[1] ?? '', args[2] ?? '');
    case 'churn':
      return churn(args[0] ?? '');
    case 'count':
      return count(Number(args[0]));
    case 'tally':
      return tally();
    case 'hold':
      return hold();
    case 'open':
      return open();
    default:
      throw new RangeError(`unknown command ${command}`);
  }
}

try {
  await run();
  say('done');
} catch (error) {
  say(`failed: ${error instanceof Error ? error.message : 'for no known reason'}`);
}
lines.return?.();
process.stdin.destroy();
