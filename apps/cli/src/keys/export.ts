import { exportEnvKeys } from '@gatehouse/storage-env';
import { Command, Option } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withKeyReader, withStoreOptions } from './with-keys.js';

/**
 * `loxone-mcp keys export --format env`: what `LOXONE_API_KEYS` takes. It holds no key, but hashes and
 * sealed peppers, so it is kept like a secret; with it goes the master key, which is not in it.
 */
export function exportCommand(io: CliIo): Command {
  return withStoreOptions(new Command('export'))
    .description('Prints all keys for a server that keeps none itself.')
    .addOption(
      new Option('--format <format>', 'env: one line for LOXONE_API_KEYS')
        .choices(['env'])
        .default('env'),
    )
    .action(async (options: StoreOptions) => {
      await withKeyReader(io, options, async (keys) => {
        const [header, records] = await Promise.all([keys.header(), keys.list()]);
        io.out(`${exportEnvKeys(header, records)}\n`);
        io.err(
          'Set LOXONE_API_KEYS to this line and LOXONE_KEY_BACKEND=env, and give that server the same ' +
            'master key (LOXONE_MCP_MASTER_KEY_FILE). Keep the line like a secret.\n',
        );
      });
    });
}
