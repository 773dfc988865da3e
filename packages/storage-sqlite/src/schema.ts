/** Marks a database as ours, in its header (sqlite.org/fileformat2.html §1.3): the letters `Gath`. */
export const APPLICATION_ID = 0x47617468;

/**
 * How each version of the schema becomes the next; the version is the number of steps that were
 * taken, kept in `user_version`. A step that was ever released never changes.
 *
 * - `keys` is found by its id alone and holds the whole row there, so that a look-up walks one tree.
 *   `position` keeps the order of insertion; lists are JSON texts, and `wide` marks the long ones.
 * - `changes` tells other processes which keys to look at again.
 * - `state` is one row: `commits` counts all writes, `changes` those that are in `changes`.
 * - `activity` sums up requests by span of time; `ms_5` counts those of more than 2 and up to 5 ms.
 * - Columns named `checksum`, and the revision of a key, find what the disk has changed.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE state (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    commits INTEGER NOT NULL,
    changes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO state VALUES (1, 0, 0);

  CREATE TABLE peppers (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sealed TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT;

  CREATE TABLE sequences (
    role TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE keys (
    id TEXT NOT NULL PRIMARY KEY,
    revision TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    not_before INTEGER,
    expires_at INTEGER,
    max_idle_days INTEGER,
    enabled_at INTEGER,
    active INTEGER NOT NULL,
    revoked_at INTEGER,
    revoked_by TEXT,
    revoked_reason TEXT,
    replaces TEXT,
    replaced_by TEXT,
    hash TEXT NOT NULL,
    position INTEGER NOT NULL,
    wide INTEGER NOT NULL,
    ip_whitelist TEXT NOT NULL,
    devices TEXT,
    rooms TEXT,
    permissions TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE changes (
    counter INTEGER NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    id TEXT NOT NULL
  ) STRICT;

  CREATE TABLE usage (
    key_id TEXT NOT NULL PRIMARY KEY,
    uses INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    first_used_at INTEGER,
    last_used_at INTEGER,
    last_address TEXT,
    last_failure_at INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit_lines (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;

  CREATE TABLE audit_head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    head TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE activity (
    at INTEGER NOT NULL,
    span_ms INTEGER NOT NULL,
    principal TEXT NOT NULL,
    act TEXT NOT NULL,
    requests INTEGER NOT NULL,
    denied INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    ms_1 INTEGER NOT NULL,
    ms_2 INTEGER NOT NULL,
    ms_5 INTEGER NOT NULL,
    ms_10 INTEGER NOT NULL,
    ms_20 INTEGER NOT NULL,
    ms_50 INTEGER NOT NULL,
    ms_100 INTEGER NOT NULL,
    ms_200 INTEGER NOT NULL,
    ms_500 INTEGER NOT NULL,
    ms_1000 INTEGER NOT NULL,
    ms_2000 INTEGER NOT NULL,
    ms_5000 INTEGER NOT NULL,
    ms_10000 INTEGER NOT NULL,
    ms_30000 INTEGER NOT NULL,
    ms_more INTEGER NOT NULL,
    PRIMARY KEY (at, span_ms, principal, act)
  ) STRICT, WITHOUT ROWID;
  `,
];
