import { Command } from 'commander';
import type { CliIo } from '../io.js';
import { formatTable } from '../terminal.js';
import { type ClientOptions, serverAccess, withClientOptions } from './client-settings.js';
import { withClient } from './with-client.js';

/** `loxone-mcp tools`. */
export function toolsCommand(io: CliIo): Command {
  return withClientOptions(new Command('tools'))
    .description('Lists the tools that this key may use.')
    .action(async (options: ClientOptions) => {
      await withClient(io, serverAccess(io, options), async (client) => {
        const { tools } = await client.listTools();
        if (options.json === true) io.out(`${JSON.stringify(tools, null, 2)}\n`);
        else if (tools.length === 0) io.err('This key may use no tool.\n');
        else {
          const rows = tools.map(({ name, inputSchema, description = '' }) => [
            name,
            Object.keys(inputSchema.properties ?? {}).join(' '),
            description,
          ]);
          io.out(formatTable(['TOOL', 'ARGUMENTS', 'WHAT IT DOES'], rows));
        }
      });
    });
}
