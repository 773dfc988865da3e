import { Command, Option } from 'commander';
import type { CliIo } from '../io.js';
import { formatTable } from '../terminal.js';
import { type KeyView, keyView } from './key-view.js';
import { type StoreOptions, withKeyReader, withStoreOptions } from './with-keys.js';

interface ListOptions extends StoreOptions {
  readonly active?: boolean;
  readonly role?: string;
  readonly format: 'table' | 'json';
}

function asTable(views: readonly KeyView[]): string {
  return formatTable(
    ['ID', 'NAME', 'ROLE', 'STATUS', 'CREATED', 'EXPIRES'],
    views.map((view) => [
      view.id,
      view.name,
      view.role,
      view.status,
      view.created_at.slice(0, 10),
      view.expires_at?.slice(0, 10) ?? 'never',
    ]),
  );
}

/** `loxone-mcp keys list`. */
export function listCommand(io: CliIo): Command {
  return withStoreOptions(new Command('list'))
    .description('Lists all keys, revoked ones included.')
    .option('--active', 'only keys that work now')
    .option('--role <role>', 'only keys of this role')
    .addOption(
      new Option('--format <format>', 'output').choices(['table', 'json']).default('table'),
    )
    .action(async (options: ListOptions) => {
      await withKeyReader(io, options, async (keys) => {
        const views = (await keys.list())
          .map((record) => keyView(record, io.now()))
          .filter((view) => options.active !== true || view.status === 'active')
          .filter((view) => options.role === undefined || view.role === options.role);
        if (options.format === 'json') io.out(`${JSON.stringify(views, null, 2)}\n`);
        else if (views.length > 0) io.out(asTable(views));
        else
          io.err('No keys. Make one: loxone-mcp keys generate --role admin --name "Main Admin"\n');
      });
    });
}
