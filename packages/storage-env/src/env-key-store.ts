import type {
  KeyId,
  KeyRecord,
  KeyRecordChange,
  KeyStore,
  KeyStoreEvent,
  Logger,
  NewKeyRecord,
  RoleName,
  StoreHeader,
} from '@gatehouse/core';
import { McpAuthError, silentLogger } from '@gatehouse/core';
import type { EnvContent, PlaintextKeys } from './env-content.js';
import { readContent } from './env-content.js';
import { Problems } from './field-readers.js';

/** Which variable, and what it holds. */
export interface EnvKeyStoreOptions {
  /** Name of the variable, for messages: `LOXONE_API_KEYS`. */
  readonly name: string;
  /** Its value; `undefined` when it is not set. */
  readonly value: string | undefined;
  readonly logger?: Logger;
  /** Takes keys in plain text: see {@link createEnvKeyStore}. Without it they are refused. */
  readonly plaintext?: PlaintextKeys;
}

const HOW_TO_CHANGE =
  'Change the keys where they were made, export them anew, set the variable and start again; ' +
  'or use a key store that can be written.';
const HOW_TO_BEGIN =
  'Create keys in a key store that can be written, and set the variable to its export.';

class EnvKeyStore implements KeyStore {
  readonly kind = 'env';
  readonly location: string;
  readonly capabilities = { writable: false, persistent: true, watches: false } as const;
  readonly #header: StoreHeader | undefined;
  readonly #records: readonly KeyRecord[];
  readonly #byId: ReadonlyMap<KeyId, KeyRecord>;
  #closed = false;

  constructor(location: string, { header, records }: EnvContent) {
    this.location = location;
    this.#header = header;
    this.#records = records;
    this.#byId = new Map(records.map((record) => [record.id, record]));
  }

  async header(): Promise<StoreHeader | undefined> {
    this.#assertOpen();
    return this.#header;
  }

  async ensureHeader(_make: () => StoreHeader): Promise<StoreHeader> {
    this.#assertOpen();
    return (
      this.#header ?? this.#refuse('it holds no peppers, so no key in it can work', HOW_TO_BEGIN)
    );
  }

  async get(id: KeyId): Promise<KeyRecord | undefined> {
    this.#assertOpen();
    return this.#byId.get(id);
  }

  async list(): Promise<readonly KeyRecord[]> {
    this.#assertOpen();
    return this.#records;
  }

  async insert(_role: RoleName, _build: (sequence: number) => NewKeyRecord): Promise<KeyRecord> {
    return this.#refuseWrite();
  }

  async update(_id: KeyId, _revision: string, _change: KeyRecordChange): Promise<KeyRecord> {
    return this.#refuseWrite();
  }

  async delete(_id: KeyId, _revision: string): Promise<void> {
    this.#refuseWrite();
  }

  /** Nothing ever changes, so nobody is ever called. */
  subscribe(_listener: (event: KeyStoreEvent) => void): () => void {
    this.#assertOpen();
    return () => undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError(
        'ERR_MCPAUTH_STORE_CLOSED',
        `The key store in the ${this.location} is closed. Open it again to use it.`,
        { location: this.location },
      );
    }
  }

  #refuseWrite(): never {
    this.#assertOpen();
    return this.#refuse(
      'a program cannot change the environment it was started with',
      HOW_TO_CHANGE,
    );
  }

  #refuse(reason: string, remedy: string): never {
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_READ_ONLY',
      `The ${this.location} is read-only: ${reason}. ${remedy}`,
      { location: this.location, reason: `${reason}. ${remedy}` },
    );
  }
}

function damaged(location: string, problem: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_DAMAGED',
    `The ${location} cannot be read as keys: ${problem}. Correct it, or set it to a new export.`,
    { location, problem },
  );
}

/** The message of the parser quotes what it read, so it is not used. */
function parseJson(location: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    const quoted = /^\s*['"`]/.test(value);
    const hint = quoted ? '; it begins with a quote, which an env file or YAML did not remove' : '';
    throw damaged(location, `it is no JSON${hint}`);
  }
}

function warnOfKeysWithoutHash({ records }: EnvContent, name: string, logger: Logger): void {
  const keys = records.filter(({ hash }) => hash === '').map(({ id }) => id);
  if (keys.length > 0) {
    logger.warn(
      'keys without a hash let nobody in: an id alone is no secret. Create keys in a key store ' +
        'that can be written, and set the variable to its export',
      { variable: name, keys: keys.join(' ') },
    );
  }
}

/**
 * Reads keys from the JSON of an environment variable, for containers without a disk of their own:
 *
 * ```json
 * {"peppers": [{"id": "p-1", "sealed": "enc:v1:…"}],
 *  "keys": [{"id": "lmcp_admin_001", "role": "admin", "hash": "hmac-sha256:p-1:…"}]}
 * ```
 *
 * The fields of a key are those of `keys.toml`; {@link exportEnvKeys} writes the value. It is read
 * once, and never written: a program cannot change the environment it was started with.
 *
 * **Values of older programs** are a list of keys whose `id` is the whole key, or that hold it in
 * `key` or `secret`. A list without hashes is read, so that `list` shows what is configured, and
 * lets nobody in; a warning says so. An id is shown in lists, logs and audit trails, so it cannot
 * serve as the secret. Such keys must be replaced: create new ones, and set the variable to their
 * export. Keys in plain text (`key`, `secret`) are refused, unless the host passes `plaintext`: a
 * header with a pepper of its own, and a function that hashes under it. It may make both anew at each
 * start, since the keys are hashed anew as well. `process.report`, `/proc` and child processes show
 * the environment, so hashes are the better choice.
 *
 * @throws `ERR_MCPAUTH_CONFIG_INVALID` when the variable is not set or empty.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` naming the variable and everything that is wrong by its path,
 *   such as `keys[2].expires_at`, and no value.
 */
export async function createEnvKeyStore(options: EnvKeyStoreOptions): Promise<KeyStore> {
  const { name, value, plaintext, logger = silentLogger } = options;
  const location = `environment variable ${name}`;
  if (value === undefined || value.trim() === '') {
    const problem = `${name} is ${value === undefined ? 'not set' : 'empty'}, and the keys shall come from it`;
    throw new McpAuthError('ERR_MCPAUTH_CONFIG_INVALID', `${problem}. ${HOW_TO_BEGIN}`, {
      problems: [problem],
    });
  }
  const problems = new Problems();
  const content = readContent(parseJson(location, value), plaintext, problems);
  if (problems.found.length > 0) {
    throw damaged(location, problems.found.join('; '));
  }
  warnOfKeysWithoutHash(content, name, logger);
  return new EnvKeyStore(location, content);
}
