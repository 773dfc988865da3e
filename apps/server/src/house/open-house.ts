import type { Logger } from '@gatehouse/core';
import { EXIT, StartupError } from '@gatehouse/loxone-app';
import { createLoxoneClient, type LoxoneClient } from '@gatehouse/loxone-client';

/** Where the house is and how to get in. */
export interface HouseAccess {
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
}

/**
 * What the settings say about the house.
 *
 * @throws StartupError that lists all that is missing.
 */
export function houseAccess(values: {
  readonly loxoneHost: string | undefined;
  readonly loxoneUser: string | undefined;
  readonly loxonePassword: string | undefined;
  readonly loxoneTls: boolean;
}): HouseAccess {
  const { loxoneHost: host, loxoneUser: user, loxonePassword: password, loxoneTls: tls } = values;
  if (host === undefined || user === undefined || password === undefined) {
    const missing = [
      host === undefined ? 'LOXONE_HOST (for example 192.168.1.10)' : undefined,
      user === undefined ? 'LOXONE_USER' : undefined,
      password === undefined ? 'LOXONE_PASS (or LOXONE_PASS_FILE)' : undefined,
    ].filter((name) => name !== undefined);
    throw new StartupError(
      `Where is the house? Set ${missing.join(', ')}. Without a house, try the demo: loxone-mcp-server demo`,
      EXIT.usage,
    );
  }
  return { host, user, password, tls };
}

/**
 * Starts to connect. It never fails: a Miniserver that is not there yet is waited for, and log and
 * tools say so meanwhile.
 */
export function openHouse(access: HouseAccess, logger: Logger): LoxoneClient {
  const client = createLoxoneClient({ ...access, clientName: 'Loxone MCP server', logger });
  client.start();
  return client;
}
