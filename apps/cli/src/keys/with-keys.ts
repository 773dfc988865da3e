import {
  EXIT,
  KEY_SETTINGS,
  openLoxoneAuth,
  resolveSettings,
  StartupError,
} from '@gatehouse/loxone-app';
import type { McpAuth } from '@gatehouse/mcp-auth';
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

/** Opens the keys, runs `use` with them, and closes them whatever happens. */
export async function withKeys<Result>(
  io: CliIo,
  options: StoreOptions,
  use: (auth: McpAuth) => Promise<Result>,
): Promise<Result> {
  const { values, problems } = resolveSettings(KEY_SETTINGS, {
    flags: { 'config-dir': options.configDir, 'key-store': options.keyStore },
    env: io.env,
    readFile: io.readFile,
  });
  if (problems.length > 0) throw new StartupError(problems.join('\n'), EXIT.usage);
  const auth = await openLoxoneAuth({
    env: io.env,
    configDir: values.configDir,
    keyStore: values.keyStore,
  });
  try {
    if (auth.masterKey?.generated === true) {
      io.err(`A new master key ${auth.masterKey.id} was made (${auth.masterKey.source}).\n`);
    }
    return await use(auth);
  } finally {
    await auth.close();
  }
}
