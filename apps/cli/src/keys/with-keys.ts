import {
  EXIT,
  GUARD_SETTINGS,
  type GuardSettings,
  KEY_SETTINGS,
  type KeyLocation,
  openLoxoneAuth,
  readLoxoneKeys,
  resolveSettings,
  StartupError,
} from '@gatehouse/loxone-app';
import type { KeyReader, McpAuth } from '@gatehouse/mcp-auth';
import type { Command } from 'commander';
import type { CliIo } from '../io.js';

/** Options that every command on keys takes: where the keys are. */
export interface StoreOptions {
  readonly configDir?: string;
  readonly keyStore?: string;
}

/** Adds the options of {@link StoreOptions}. */
export function withStoreOptions(command: Command): Command {
  return command
    .option('--config-dir <directory>', `${KEY_SETTINGS.configDir.meaning} (LOXONE_MCP_CONFIG_DIR)`)
    .option('--key-store <file>', KEY_SETTINGS.keyStore.meaning);
}

const TABLE = { ...KEY_SETTINGS, ...GUARD_SETTINGS };

/**
 * Where the keys are. The server's own settings decide here, too: a key that it would not make is not
 * made.
 *
 * @throws StartupError that lists all that is wrong with the settings.
 */
export function locate(io: CliIo, options: StoreOptions): KeyLocation & GuardSettings {
  const { values, problems } = resolveSettings(TABLE, {
    flags: { 'config-dir': options.configDir, 'key-store': options.keyStore },
    env: io.env,
    readFile: io.readFile,
  });
  if (problems.length > 0) throw new StartupError(problems.join('\n'), EXIT.usage);
  return { env: io.env, ...values };
}

/** Opens the keys to change them, runs `use` with them, and closes them whatever happens. */
export async function withKeys<Result>(
  io: CliIo,
  options: StoreOptions,
  use: (auth: McpAuth) => Promise<Result>,
): Promise<Result> {
  const location = locate(io, options);
  const auth = await openLoxoneAuth(location, location);
  try {
    if (auth.masterKey?.generated === true) {
      io.err(`A new master key ${auth.masterKey.id} was made (${auth.masterKey.source}).\n`);
    }
    return await use(auth);
  } finally {
    await auth.close();
  }
}

/**
 * Opens the keys to look at them. Makes nothing on a machine that has none, and works without the
 * master key: what is there can be seen also when it cannot be used.
 */
export async function withKeyReader<Result>(
  io: CliIo,
  options: StoreOptions,
  use: (keys: KeyReader) => Promise<Result>,
): Promise<Result> {
  const keys = await readLoxoneKeys(locate(io, options));
  try {
    return await use(keys);
  } finally {
    await keys.close();
  }
}
