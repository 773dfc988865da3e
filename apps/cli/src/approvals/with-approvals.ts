import { openLoxoneApprovals } from '@gatehouse/loxone-app';
import type { Approvals } from '@gatehouse/mcp-auth';
import type { CliIo } from '../io.js';
import { locate, type StoreOptions, withKeyReader, withKeys } from '../keys/with-keys.js';

/**
 * Opens the queue, runs `use` with it, and closes it whatever happens. On a machine that has no keys
 * only the queue is opened: an assistant over stdio asks without one, and nothing is made.
 */
export async function withApprovals<Result>(
  io: CliIo,
  options: StoreOptions,
  use: (approvals: Approvals) => Promise<Result>,
): Promise<Result> {
  const known = await withKeyReader(io, options, (keys) => keys.list());
  if (known.length > 0) return withKeys(io, options, ({ approvals }) => use(approvals));
  const auth = await openLoxoneApprovals(locate(io, options));
  try {
    return await use(auth.approvals);
  } finally {
    await auth.close();
  }
}
