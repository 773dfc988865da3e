import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { findKey } from './find-key.js';
import { type StoreOptions, withKeyReader, withKeys, withStoreOptions } from './with-keys.js';

interface RevokeOptions extends StoreOptions {
  readonly reason?: string;
}

/** `loxone-mcp keys revoke ID`. */
export function revokeCommand(io: CliIo): Command {
  return withStoreOptions(new Command('revoke'))
    .description('Ends a key for good. A running server refuses it within a second.')
    .argument('<id>', 'id of the key, such as lmcp_operator_002')
    .option('--reason <text>', 'why, for the record')
    .action(async (id: string, options: RevokeOptions) => {
      const record = await withKeyReader(io, options, (keys) => findKey(keys, id));
      if (record.revoked !== undefined) {
        io.err(`${record.id} was revoked before.\n`);
        return;
      }
      await withKeys(io, options, async ({ keys }) => {
        const actor = { id: `cli:${io.userName()}` };
        const revoked = await keys.revoke(record.id, actor, options.reason);
        io.out(`${revoked.id} is revoked.\n`);
      });
    });
}
