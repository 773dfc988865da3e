import type { Logger } from '@gatehouse/core';
import { createLoxoneClient, type LoxoneClient, type TokenStore } from '@gatehouse/loxone-client';
import type { HouseAccess } from './house-access.js';

/** What a house is opened with. */
export interface HouseParts {
  readonly logger: Logger;
  /** Keeps the Miniserver's token between runs. Default: memory only, and the token dies at the end. */
  readonly tokenStore?: TokenStore;
}

/**
 * Starts to connect. It never fails: a Miniserver that is not there yet is waited for, and log and
 * tools say so meanwhile.
 */
export function openHouse(access: HouseAccess, parts: HouseParts): LoxoneClient {
  const client = createLoxoneClient({ ...access, ...parts, clientName: 'Loxone MCP server' });
  client.start();
  return client;
}
