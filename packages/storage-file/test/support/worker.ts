/*
 * A process of its own for tests. Reads lines from stdin, says what it does on stdout.
 *
 *   insert <path> <role> <count>   inserts keys, once told to `go`
 *   churn <path> <name>            inserts and deletes keys until it is killed
 *   hold <path>                    takes the lock, and writes under it once told to `go`
 *   key <path>                     resolves the master key, once told to `go`
 */
import { createInterface } from 'node:readline';
import type { KeyStore, NewKeyRecord } from '@gatehouse/core';
import { createFileKeyStore, resolveMasterKey, withFileLock } from '../../src/index.js';

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

async function churn(name: string): Promise<never> {
  const store = await createFileKeyStore({ path });
  const kept: Kept[] = [];
  say('ready');
  for (;;) {
    await turn(store, name, kept).catch((error: Error) => say(`! ${error.message}`));
  }
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
      return churn(args[0] ?? '');
    case 'hold':
      return hold();
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
