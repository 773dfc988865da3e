import {
  type ConsentByRisk,
  HOUSE_SETTINGS,
  KEY_SETTINGS,
  STDIO_SETTINGS,
  TOOL_SETTINGS,
} from '@gatehouse/loxone-app';
import { createMcpAuth, localPrincipal } from '@gatehouse/mcp-auth';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command } from 'commander';
import { assembleHouse } from '../house/assemble-house.js';
import { findHouse } from '../house/miniserver-access.js';
import type { ServerIo } from '../io.js';
import { createLineLogger } from '../logging/logger.js';
import { createMcpServer } from '../mcp/create-mcp-server.js';
import { offersOf } from '../mcp/offers-of.js';
import { readSettings } from '../settings.js';
import { addSettingOptions } from './options.js';

function asksOwner(consent: ConsentByRisk = {}): boolean {
  return Object.values(consent).includes('approve');
}

/**
 * `loxone-mcp-server stdio`: serves the one process that started it. Who may start this program may
 * read its environment, so the role is a setting and no key is asked for; nothing is written to disk.
 */
export function stdioCommand(io: ServerIo): Command {
  const { configDir: whereApprovalsAre } = KEY_SETTINGS;
  const table = {
    ...HOUSE_SETTINGS,
    ...STDIO_SETTINGS,
    ...TOOL_SETTINGS,
    configDir: whereApprovalsAre,
  };
  return addSettingOptions(new Command('stdio'), table)
    .description('Serves one assistant on this machine over standard input and output.')
    .action(async (options: Record<string, unknown>) => {
      const settings = readSettings(table, options, io);
      const logger = createLineLogger({ write: io.err, level: 'info' });
      const location = { env: io.env, configDir: settings.configDir };
      const { access } = await findHouse(settings, { location, logger });
      const { consent, timeZone, configDir } = settings;
      const auth = await createMcpAuth({
        app: 'loxone-mcp',
        store: 'memory',
        env: io.env,
        logger,
        ...(consent !== undefined && { consent }),
        ...(configDir !== undefined && { configDir }),
        // The owner decides in another process, which has to find what waits.
        ...(asksOwner(consent) && { approvals: 'file' as const }),
      });
      const house = await assembleHouse({ access, logger, timeZone });
      const assistant = localPrincipal({ role: settings.role, name: 'stdio' });
      const server = createMcpServer({
        home: house.client.home,
        auth,
        local: assistant,
        ports: house.ports,
        offers: offersOf(settings),
      });
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
