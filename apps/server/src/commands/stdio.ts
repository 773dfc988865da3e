import { HOUSE_SETTINGS, STDIO_SETTINGS } from '@gatehouse/loxone-app';
import { createMcpAuth, localPrincipal } from '@gatehouse/mcp-auth';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command } from 'commander';
import { houseAccess } from '../house/house-access.js';
import { openHouse } from '../house/open-house.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { createMcpServer } from '../mcp/create-mcp-server.js';
import { readSettings } from '../settings.js';
import { addSettingOptions } from './options.js';

/**
 * `loxone-mcp-server stdio`: serves the one process that started it. Who may start this program may
 * read its environment, so the role is a setting and no key is asked for; nothing is written to disk.
 */
export function stdioCommand(io: ServerIo): Command {
  const table = { ...HOUSE_SETTINGS, ...STDIO_SETTINGS };
  return addSettingOptions(new Command('stdio'), table)
    .description('Serves one assistant on this machine over standard input and output.')
    .action(async (options: Record<string, unknown>) => {
      const settings = readSettings(table, options, io);
      const access = houseAccess(settings);
      const logger = createLineLogger({ write: io.err, level: 'info' });
      const auth = await createMcpAuth({ app: 'loxone-mcp', store: 'memory', env: io.env, logger });
      const house = openHouse(access, { logger });
      const assistant = localPrincipal({ role: settings.role, name: 'stdio' });
      const server = createMcpServer({ home: house.home, auth, local: assistant });
      const closed = new Promise<string>((resolve) => {
        server.onclose = () => resolve('the assistant closed the connection');
      });
      await server.connect(new StdioServerTransport());
      const inputEnded = new Promise<string>((resolve) => {
        process.stdin.once('end', () => resolve('standard input ended'));
      });
      const reason = await Promise.race([io.stopRequested, closed, inputEnded]);
      logger.info('Stopping', { reason });
      await server.close();
      await house.stop();
      await auth.close();
    });
}
