/*
 * What a process of its own does for `keyStoreContract`: says what it does on stdout, one line for
 * each thing, and reads lines from stdin. It says `ready` when the store is open, and starts when it
 * is told to. It must not import the test runner.
 *
 *   <location> insert <role> <count>   inserts keys                        → their ids
 *   <location> add <id> <name> <count> adds permissions to one key, each from the revision read
 *   <location> churn <role>            inserts keys until it is killed     → their ids
 */
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { KeyStore } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { testRecord } from './records.js';

/** Opens a store, as the default export of an author's module does. */
export type OpenKeyStore = (location: string) => KeyStore | Promise<KeyStore>;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function insert(store: KeyStore, role: string, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const { id } = await store.insert(role, (sequence) => testRecord(role, sequence));
    say(id);
  }
}

/** One read, change, write; `false` when somebody else was faster. */
async function addPermission(store: KeyStore, id: string, permission: string): Promise<boolean> {
  const record = await store.get(id);
  if (record === undefined) {
    throw new RangeError(`${id} is gone`);
  }
  const permissions = [...(record.permissions ?? []), permission];
  try {
    await store.update(id, record.revision, { permissions });
    say(`from ${record.revision}`);
    return true;
  } catch (error) {
    if (isMcpAuthError(error) && error.retryable) {
      return false;
    }
    throw error;
  }
}

async function add(store: KeyStore, id: string, name: string, count: number): Promise<void> {
  for (let added = 0; added < count; ) {
    if (await addPermission(store, id, `tool:${name}-${added}`)) {
      added += 1;
    } else {
      // What the other process wrote may take a moment to arrive here.
      await wait(5);
    }
  }
}

function work(store: KeyStore, [command, first = '', ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case 'insert':
      return insert(store, first, Number(rest[0]));
    case 'add':
      return add(store, first, rest[0] ?? '', Number(rest[1]));
    case 'churn':
      return insert(store, first, Number.POSITIVE_INFINITY);
    default:
      throw new RangeError(`unknown command ${command}`);
  }
}

/** Opens the store that the command line names, and does with it what the command line says. */
export async function runKeyStoreChild(open: OpenKeyStore): Promise<void> {
  const [, , location = '', ...command] = process.argv;
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  try {
    const store = await open(location);
    say('ready');
    await lines.next();
    await work(store, command);
    await store.close();
    say('done');
  } catch (error) {
    say(`failed: ${error instanceof Error ? error.message : 'for no known reason'}`);
  }
  process.stdin.destroy();
}
