import type { EpochMs, KeyId, KeyUsage, UsageStore } from '@gatehouse/core';
import type { Connection } from './connection.js';
import type { SqlValue, Statement } from './driver.js';
import { closedError } from './sqlite-errors.js';

type UsageRow = readonly [
  keyId: KeyId,
  uses: number,
  failures: number,
  firstUsedAt: EpochMs | null,
  lastUsedAt: EpochMs | null,
  lastAddress: string | null,
  lastFailureAt: EpochMs | null,
];

const COLUMNS =
  'key_id, uses, failures, first_used_at, last_used_at, last_address, last_failure_at';

/** The scalar `min` and `max` of SQLite are NULL when any side is, so each side stands in. */
const ADD = `
  INSERT INTO usage (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (key_id) DO UPDATE SET
    uses = uses + excluded.uses,
    failures = failures + excluded.failures,
    first_used_at = min(
      ifnull(first_used_at, excluded.first_used_at),
      ifnull(excluded.first_used_at, first_used_at)),
    last_address = CASE
      WHEN excluded.last_address IS NULL THEN last_address
      WHEN last_address IS NULL THEN excluded.last_address
      WHEN excluded.last_used_at >= ifnull(last_used_at, excluded.last_used_at)
        THEN excluded.last_address
      ELSE last_address END,
    last_used_at = max(
      ifnull(last_used_at, excluded.last_used_at),
      ifnull(excluded.last_used_at, last_used_at)),
    last_failure_at = max(
      ifnull(last_failure_at, excluded.last_failure_at),
      ifnull(excluded.last_failure_at, last_failure_at))`;

function valuesOf(usage: KeyUsage): readonly SqlValue[] {
  return [
    usage.keyId,
    usage.uses,
    usage.failures,
    usage.firstUsedAt ?? null,
    usage.lastUsedAt ?? null,
    usage.lastAddress ?? null,
    usage.lastFailureAt ?? null,
  ];
}

function usageOf(row: UsageRow): KeyUsage {
  const [keyId, uses, failures, firstUsedAt, lastUsedAt, lastAddress, lastFailureAt] = row;
  return Object.freeze({
    keyId,
    uses,
    failures,
    ...(firstUsedAt === null ? {} : { firstUsedAt }),
    ...(lastUsedAt === null ? {} : { lastUsedAt }),
    ...(lastAddress === null ? {} : { lastAddress }),
    ...(lastFailureAt === null ? {} : { lastFailureAt }),
  });
}

/** Usage counters in a table of a connection. Made by `openSqliteStore`. */
export class SqliteUsageStore implements UsageStore {
  readonly location: string;
  readonly #connection: Connection;
  readonly #add: Statement<never>;
  readonly #get: Statement<UsageRow>;
  readonly #list: Statement<UsageRow>;
  readonly #forget: Statement<never>;
  #closed = false;

  constructor(connection: Connection) {
    const { database } = connection;
    this.location = connection.path;
    this.#connection = connection;
    this.#add = database.prepare(ADD);
    this.#get = database.prepare<UsageRow>(`SELECT ${COLUMNS} FROM usage WHERE key_id = ?`).raw();
    this.#list = database.prepare<UsageRow>(`SELECT ${COLUMNS} FROM usage ORDER BY key_id`).raw();
    this.#forget = database.prepare('DELETE FROM usage WHERE key_id = ?');
  }

  async add(counted: readonly KeyUsage[]): Promise<void> {
    // Read before anything waits: what is counted on from now is not part of this.
    const rows = counted.map(valuesOf);
    await this.#writeEach(this.#add, rows);
  }

  async get(id: KeyId): Promise<KeyUsage | undefined> {
    this.#assertOpen();
    const row = typeof id === 'string' ? this.#connection.read(() => this.#get.get(id)) : undefined;
    return row === undefined ? undefined : usageOf(row);
  }

  async list(): Promise<readonly KeyUsage[]> {
    this.#assertOpen();
    return this.#connection.read(() => this.#list.all().map(usageOf));
  }

  async forget(ids: readonly KeyId[]): Promise<void> {
    await this.#writeEach(
      this.#forget,
      ids.map((id) => [id]),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close('usage');
  }

  async #writeEach(
    statement: Statement<never>,
    rows: readonly (readonly SqlValue[])[],
  ): Promise<void> {
    this.#assertOpen();
    if (rows.length === 0) {
      return;
    }
    await this.#connection.write(
      () => this.#closed,
      () => {
        for (const row of rows) {
          statement.run(...row);
        }
      },
    );
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw closedError(this.location);
    }
  }
}
