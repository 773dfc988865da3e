import { rm } from 'node:fs/promises';
import { defaultName, findMiniserver, houseFiles } from '@gatehouse/loxone-app';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withStoreOptions } from '../keys/with-keys.js';
import { openBook } from './with-book.js';

/** `loxone-mcp miniserver remove NAME`. */
export function removeCommand(io: CliIo): Command {
  return withStoreOptions(new Command('remove'))
    .description('Forgets a Miniserver, its password and its stored token.')
    .argument('<name>', 'as the list shows it')
    .action(async (name: string, options: StoreOptions) => {
      const { book, location } = openBook(io, options);
      const left = await book.change((now) => {
        findMiniserver(now, name, book);
        const byName = new Map(now.byName);
        byName.delete(name);
        return { chosen: now.chosen === name ? undefined : now.chosen, byName };
      });
      const { token } = houseFiles(location, name);
      await rm(token, { force: true });
      io.out(`${name} is removed.\n`);
      if (left.byName.size > 0 && defaultName(left) === undefined) {
        io.err('None is the default now. Choose one: loxone-mcp miniserver default NAME\n');
      }
    });
}

/** `loxone-mcp miniserver default NAME`. */
export function defaultCommand(io: CliIo): Command {
  return withStoreOptions(new Command('default'))
    .description('Chooses the Miniserver that is used where none is named.')
    .argument('<name>', 'as the list shows it')
    .action(async (name: string, options: StoreOptions) => {
      const { book } = openBook(io, options);
      await book.change((now) => {
        findMiniserver(now, name, book);
        return { chosen: name, byName: now.byName };
      });
      io.out(`${name} is the default.\n`);
    });
}
