/*
 * A process of its own for tests. Reads lines from stdin, says what it does on stdout.
 *
 *   insert <path> <role> <count>   inserts keys, once told to `go`
 *   churn <path> <name> [key]      inserts and deletes keys until it is killed; sealed if given a key
 *   count <path>                   adds to usage counters until it is killed
 *   activity <path> <count>        counts activity and sums it up, once told to `go`
 *   tally <path>                   counts activity and sums it up until it is killed
 *   record <path>                  appends to an audit trail until it is killed
 *   hold <path>                    takes the lock, and writes under it once told to `go`
 *   decide <path> <verdict> <n>    adds n requests and decides each, once told to `go`
 *   queue <path> <name>            adds, decides and ends requests until it is killed
 *   key <path>                     resolves the master key, once told to `go`
 */
import { createInterface } from 'node:readline';
import type {
  ActivityStore,
  ApprovalRequest,
  ApprovalVerdict,
  AuditBatch,
  AuditHead,
  KeyStore,
  NewKeyRecord,
} from '@gatehouse/core';
import { ACTIVITY_SPAN_MS, emptyLatencies } from '@gatehouse/core';
import { createKeyRing, parseMasterKey } from '@gatehouse/crypto';
import {
  createFileActivityStore,
  createFileApprovalStore,
  createFileAuditStorage,
  createFileKeyStore,
  createFileUsageStore,
  createSealedKeyStore,
  resolveMasterKey,
  withFileLock,
} from '../../src/index.js';

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
  const store = await createFileKeyStore({ path });
  await untilTold();
  for (let made = 0; made < count; made += 1) {
    const record = await store.insert(role, (n) => newRecord(role, n, `${process.pid}`));
    say(record.id);
  }
  await store.close();
}

/** One key more, and from the fourth on the oldest one less. */
async function turn(store: KeyStore, name: string, kept: Kept[]): Promise<void> {
  const record = await store.insert('operator', (n) => newRecord('operator', n, name));
  say(`+ ${record.id}`);
  kept.push(record);
  const oldest = kept.length > 3 ? kept.shift() : undefined;
  if (oldest !== undefined) {
    say(`? ${oldest.id}`);
    await store.delete(oldest.id, oldest.revision);
    say(`- ${oldest.id}`);
  }
}

type Kept = Readonly<Record<'id' | 'revision', string>>;

function openKeys(masterKey: string | undefined): Promise<KeyStore> {
  if (masterKey === undefined) {
    return createFileKeyStore({ path });
  }
  const parsed = parseMasterKey(masterKey);
  if (!parsed.ok) {
    throw new RangeError(parsed.problem);
  }
  return createSealedKeyStore({ path, ring: createKeyRing({ current: parsed.key }) });
}

async function churn(name: string, masterKey: string | undefined): Promise<never> {
  const store = await openKeys(masterKey);
  const kept: Kept[] = [];
  say('ready');
  for (;;) {
    await turn(store, name, kept).catch((error: Error) => say(`! ${error.message}`));
  }
}

async function count(): Promise<never> {
  const store = await createFileUsageStore({ path });
  say('ready');
  for (let counted = 1; ; counted += 1) {
    await store.add([
      { keyId: 'a', uses: 1, failures: 0, firstUsedAt: 1, lastUsedAt: counted },
      { keyId: 'b', uses: 0, failures: 2, lastFailureAt: counted },
    ]);
    say(`+ ${counted}`);
  }
}

/** One request of each of two keys, in one of twelve spans; now and then, all is summed up. */
async function countTwo(store: ActivityStore, step: number): Promise<void> {
  const span = { at: (step % 12) * ACTIVITY_SPAN_MS, spanMs: ACTIVITY_SPAN_MS, act: 'tool:a' };
  const counts = { ...span, requests: 1, denied: 0, failed: 0, latencies: emptyLatencies() };
  await store.add([
    { ...counts, principalId: 'a' },
    { ...counts, principalId: 'b' },
  ]);
  if (step % 5 === 4) {
    await store.rollUp(Date.now());
  }
}

async function activity(times: number): Promise<void> {
  const store = await createFileActivityStore({ directory: path });
  await untilTold();
  for (let step = 0; step < times; step += 1) {
    await countTwo(store, step);
  }
  await store.close();
}

async function tally(): Promise<never> {
  const store = await createFileActivityStore({ directory: path });
  say('ready');
  for (let step = 0; ; step += 1) {
    await countTwo(store, step);
    say(`+ ${step}`);
  }
}

/** One to three records of different lengths, and a head like a real one. */
function newBatch(head: AuditHead | undefined, last: number): AuditBatch {
  const lines = Array.from({ length: (last % 3) + 1 }, (_, index) => {
    const sequence = last + index + 1;
    const text = `{"sequence":${sequence},"note":"${'x'.repeat((sequence * 7) % 300)}"}`;
    return { sequence, at: sequence, mac: `${sequence}`, text };
  });
  const sequence = last + lines.length;
  const start = { firstSequence: 1, firstPrevious: 'mac', chainKeys: [] };
  return {
    lines,
    head: { ...start, ...head, sequence, mac: `${sequence}`, headMac: `${sequence}` },
  };
}

async function record(): Promise<never> {
  const storage = await createFileAuditStorage({ path, maxBytes: 4096 });
  say('ready');
  for (;;) {
    let last = 0;
    await storage.append(({ head, unconfirmed }) => {
      const batch = newBatch(head, (head?.sequence ?? 0) + unconfirmed.length);
      last = batch.head.sequence;
      return batch;
    });
    say(`+ ${last}`);
  }
}

function newRequest(id: string): ApprovalRequest {
  const requester = { id: 'a', kind: 'key', name: 'a', role: 'operator', revision: '1' } as const;
  const times = { requestedAt: 0, expiresAt: 1 };
  return { id, requester, tool: 't', risk: 'access', binding: 'b', effects: [], ...times };
}

async function decide(verdict: ApprovalVerdict['verdict'], count: number): Promise<void> {
  const store = await createFileApprovalStore({ path });
  await untilTold();
  for (let made = 0; made < count; made += 1) {
    const id = `request${String(made).padStart(3, '0')}`;
    await store.add(newRequest(id));
    say(`${await store.decide(id, { verdict, by: `${process.pid}`, at: made })} ${id}`);
  }
  await store.close();
}

async function queue(name: string): Promise<never> {
  const store = await createFileApprovalStore({ path });
  say('ready');
  for (let made = 0; ; made += 1) {
    const id = `${name}x${made}`.padEnd(8, '0');
    await store.add(newRequest(id));
    say(`+ ${made} ${id}`);
    await store.decide(id, { verdict: 'approved', by: name, at: made });
    say(`! ${made} ${id}`);
    await store.end(id, { outcome: 'used', at: made });
    say(`x ${made} ${id}`);
  }
}

function verdictOf(text: string | undefined): ApprovalVerdict['verdict'] {
  return text === 'refused' ? text : 'approved';
}

async function hold(): Promise<void> {
  await withFileLock(path, async (lock) => {
    await untilTold();
    await lock.write('written by the holder that was paused');
  });
}

async function resolveKey(): Promise<void> {
  await untilTold();
  const { keyId } = await resolveMasterKey({ path, env: {}, envNames: [], sealed: [] });
  say(keyId);
}

async function run(): Promise<void> {
  switch (command) {
    case 'insert':
      return insert(args[0] ?? '', Number(args[1]));
    case 'churn':
      return churn(args[0] ?? '', args[1]);
    case 'count':
      return count();
    case 'activity':
      return activity(Number(args[0]));
    case 'tally':
      return tally();
    case 'record':
      return record();
    case 'hold':
      return hold();
    case 'decide':
      return decide(verdictOf(args[0]), Number(args[1]));
    case 'queue':
      return queue(args[0] ?? '');
    case 'key':
      return resolveKey();
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
