import { Command, Option } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withStoreOptions } from '../keys/with-keys.js';
import { describeApproval, shownApproval } from './approval-view.js';
import { withApprovals } from './with-approvals.js';

interface ListOptions extends StoreOptions {
  readonly format: 'table' | 'json';
}

/** `loxone-mcp approvals list`. */
export function listCommand(io: CliIo): Command {
  return withStoreOptions(new Command('list'))
    .description('Shows who asks for what, and what became of recent requests.')
    .addOption(
      new Option('--format <format>', 'output').choices(['table', 'json']).default('table'),
    )
    .action(async (options: ListOptions) => {
      const views = await withApprovals(io, options, (approvals) => approvals.list());
      if (options.format === 'json') {
        io.out(`${JSON.stringify(views.map(shownApproval), null, 2)}\n`);
        return;
      }
      if (views.length === 0) {
        io.err('No requests.\n');
        return;
      }
      io.out(views.map((view) => describeApproval(view, io.now())).join('\n'));
    });
}
