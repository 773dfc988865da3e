import type { Approvals } from '@gatehouse/mcp-auth';
import type { CliIo } from '../io.js';
import { type StoreOptions, withKeyReader, withKeys } from '../keys/with-keys.js';

/**
 * Opens the queue, runs `use` with it, and closes it whatever happens.
 *
 * @param nothing - The answer on a machine that has no keys: nobody can have asked there, and nothing
 *   is made.
 */
export async function withApprovals<Result>(
  io: CliIo,
  options: StoreOptions,
  use: (approvals: Approvals) => Promise<Result>,
  nothing: Result,
): Promise<Result> {
  const known = await withKeyReader(io, options, (keys) => keys.list());
  if (known.length === 0) return nothing;
  return withKeys(io, options, ({ approvals }) => use(approvals));
}
