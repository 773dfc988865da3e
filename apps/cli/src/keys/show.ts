import { Command, Option } from 'commander';
import type { CliIo } from '../io.js';
import { formatTable } from '../terminal.js';
import { findKey } from './find-key.js';
import { type KeyView, keyView } from './key-view.js';
import { type StoreOptions, withKeyReader, withStoreOptions } from './with-keys.js';

interface ShowOptions extends StoreOptions {
  readonly format: 'table' | 'json';
}

function inWords(value: KeyView[keyof KeyView]): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  return JSON.stringify(value);
}

/** `loxone-mcp keys show ID`. */
export function showCommand(io: CliIo): Command {
  return withStoreOptions(new Command('show'))
    .description('Shows everything about one key, except how to use it.')
    .argument('<id>', 'id of the key, such as lmcp_admin_001')
    .addOption(
      new Option('--format <format>', 'output').choices(['table', 'json']).default('table'),
    )
    .action(async (id: string, options: ShowOptions) => {
      await withKeyReader(io, options, async (keys) => {
        const view = keyView(await findKey(keys, id), io.now());
        if (options.format === 'json') {
          io.out(`${JSON.stringify(view, null, 2)}\n`);
          return;
        }
        const rows = Object.entries(view).map(([field, value]) => [field, inWords(value)]);
        io.out(formatTable(['FIELD', 'VALUE'], rows));
      });
    });
}
