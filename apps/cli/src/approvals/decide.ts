import { EXIT, StartupError } from '@gatehouse/loxone-app';
import type { ApprovalOutcome, Approvals } from '@gatehouse/mcp-auth';
import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { type StoreOptions, withStoreOptions } from '../keys/with-keys.js';
import { describeApproval } from './approval-view.js';
import { withApprovals } from './with-approvals.js';

interface RefuseOptions extends StoreOptions {
  readonly why?: string;
}

/** What people have typed or copied from a list. */
function idOf(given: string): string {
  return given.trim().toLowerCase();
}

async function decided(
  io: CliIo,
  options: StoreOptions,
  decide: (approvals: Approvals) => Promise<ApprovalOutcome>,
): Promise<void> {
  const outcome = await withApprovals(io, options, decide);
  if (!outcome.ok) {
    const exit = outcome.reason === 'audit-unavailable' ? EXIT.failed : EXIT.usage;
    throw new StartupError(outcome.problem, exit);
  }
  io.out(describeApproval(outcome.approval, io.now()));
}

/** `loxone-mcp approvals approve ID`. */
export function approveCommand(io: CliIo): Command {
  return withStoreOptions(new Command('approve'))
    .description('Lets this one act happen, once, if it is asked for again within five minutes.')
    .argument('<id>', 'id of the request, as the list shows it')
    .action((id: string, options: StoreOptions) =>
      decided(io, options, (approvals) =>
        approvals.approve(idOf(id), { id: `cli:${io.userName()}` }),
      ),
    );
}

/** `loxone-mcp approvals refuse ID --why TEXT`. */
export function refuseCommand(io: CliIo): Command {
  return withStoreOptions(new Command('refuse'))
    .description('Refuses a request for the next ten minutes.')
    .argument('<id>', 'id of the request, as the list shows it')
    .option('--why <text>', 'why, for the record')
    .action((id: string, options: RefuseOptions) =>
      decided(io, options, (approvals) =>
        approvals.refuse(idOf(id), { id: `cli:${io.userName()}` }, options.why),
      ),
    );
}
