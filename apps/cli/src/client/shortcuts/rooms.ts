import { Command } from 'commander';
import type { CliIo } from '../../io.js';
import { callAndPrint } from '../call.js';
import { type ClientOptions, serverAccess, withClientOptions } from '../client-settings.js';
import { withClient } from '../with-client.js';

/** `loxone-mcp rooms` is the house at a glance; `rooms NAME` is what is in one. */
export function roomsCommand(io: CliIo): Command {
  return withClientOptions(new Command('rooms'))
    .description('Shows the house at a glance, or what is in one room.')
    .argument('[room]', 'name of a room')
    .action(async (room: string | undefined, options: ClientOptions) => {
      const call =
        room === undefined
          ? { name: 'loxone_overview', args: {} }
          : { name: 'loxone_search', args: { room, limit: 100 } };
      await withClient(io, serverAccess(io, options), (client) =>
        callAndPrint(io, client, call, options),
      );
    });
}
