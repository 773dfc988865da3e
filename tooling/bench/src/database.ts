import { join } from 'node:path';
import { systemRandomBytes } from '@gatehouse/core';
import type { MasterKey } from '@gatehouse/crypto';
import { createKeyRing } from '@gatehouse/crypto';
import { formatKeyId } from '@gatehouse/keys';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
// Inside the packages on purpose: a million keys through their entry points would be a million
// transactions, and a second description of a row or a key would not stay the same as the first.
import { mintKey } from '../../../packages/keys/src/key-format.js';
import { openPepperSource } from '../../../packages/keys/src/peppers.js';
import { loadDriver } from '../../../packages/storage-sqlite/src/driver.js';
import { encodeRow, PUT } from '../../../packages/storage-sqlite/src/record-row.js';

/** A database full of keys. */
export interface FilledDatabase {
  readonly path: string;
  readonly size: number;
  /** The texts of some of its keys, spread evenly. */
  readonly keys: readonly string[];
}

const LIFETIME_MS = 300 * 86_400_000;

/**
 * Fills a new database in one transaction.
 *
 * @param known - Of how many keys the texts are wanted.
 */
export async function fillDatabase(
  directory: string,
  size: number,
  known: number,
  masterKey: MasterKey,
): Promise<FilledDatabase> {
  const path = join(directory, `keys-${size}.db`);
  const store = await openSqliteStore({ path });
  const ring = createKeyRing({ current: masterKey });
  const source = await openPepperSource({ store: store.keys, ring, random: systemRandomBytes });
  await store.close();
  const { hash, dummyHash } = source.current();
  const every = Math.max(1, Math.floor(size / known));
  const keys: string[] = [];
  const Driver = await loadDriver();
  const database = new Driver(path, {});
  const put = database.prepare<never>(PUT);
  const createdAt = Date.now();
  database.exec('BEGIN');
  for (let sequence = 1; sequence <= size; sequence += 1) {
    const id = formatKeyId({ prefix: 'mcp', test: false, role: 'operator', sequence });
    const text = sequence % every === 0 ? mintKey(id, systemRandomBytes) : undefined;
    if (text !== undefined) {
      keys.push(text);
    }
    const record = {
      id,
      name: `key ${sequence}`,
      role: 'operator',
      createdBy: 'bench',
      createdAt,
      expiresAt: createdAt + LIFETIME_MS,
      active: true,
      ipWhitelist: ['192.0.2.0/24', '198.51.100.7', '2001:db8::/32'],
      permissions: ['tool:house_*', '!tool:house_reboot'],
      hash: text === undefined ? dummyHash : hash(text),
    };
    put.run(...encodeRow(record, sequence, sequence));
  }
  database.exec('COMMIT');
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return { path, size, keys };
}
