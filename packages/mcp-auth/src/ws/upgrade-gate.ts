import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Principal } from '@gatehouse/core';
import { createGate } from '../http/gate.js';
import type { GateAuth } from '../http/gate-options.js';
import type { Answer } from '../http/problem.js';
import { factsOf, type NodeGateOptions, welcome } from '../node/admission.js';
import { readUpgradeCredential, removeProtocolKeys } from './protocol-key.js';

/** How a gate for upgrades decides. */
export interface UpgradeGateOptions extends Omit<NodeGateOptions, 'cors' | 'maxRequestBytes'> {
  /**
   * Whether a key may also come as an offered subprotocol: `new WebSocket(url, ['mcp', 'bearer.' +
   * key])`, the one way for scripts in browsers, which then need a second protocol for the server
   * to select. Default: `false`, since proxies log that header more readily than `Authorization`.
   */
  readonly protocolKeys?: boolean;
}

/**
 * Lets an upgrade in, or answers it and ends the socket. Never rejects, whatever the request holds.
 *
 * @param socket - From Node's `upgrade` event.
 * @param head - From there, too; not looked at, and for the host to pass on.
 * @returns The caller; `undefined` when the upgrade was refused, or the client has hung up meanwhile.
 */
export type UpgradeGate = (
  req: IncomingMessage,
  socket: Duplex,
  head?: Uint8Array,
) => Promise<Principal | undefined>;

/**
 * Makes the gate in front of WebSockets. Browsers let any page open one to any host, with no
 * preflight, so the origin check matters here more than elsewhere.
 *
 * ```ts
 * http.on('upgrade', async (req, socket, head) => {
 *   const principal = await gate(req, socket);
 *   if (principal === undefined) return;
 *   wss.handleUpgrade(req, socket, head, (ws) => serve(ws, principal));
 * });
 * ```
 *
 * A socket outlives the check: register it with `createSessionRegistry`, which closes it when the
 * key is changed, revoked or expires.
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function createUpgradeGate(auth: GateAuth, options: UpgradeGateOptions = {}): UpgradeGate {
  const { protocolKeys = false, clientAddress, ...gateOptions } = options;
  const gate = createGate(auth, gateOptions);
  const credential = protocolKeys ? readUpgradeCredential : undefined;
  return async (req, socket) => {
    // Node has taken its own listeners off; without one a reset would end the process.
    socket.on('error', ignore);
    const admission = await gate(() => factsOf(req, clientAddress), {
      transport: 'ws',
      credential,
    });
    if (!admission.ok) {
      refuse(socket, admission);
      return undefined;
    }
    if (!socket.writable) {
      socket.destroy();
      return undefined;
    }
    socket.off('error', ignore);
    welcome(req, admission);
    removeProtocolKeys(req);
    return admission.principal;
  };
}

function ignore(): void {
  // The client is gone; there is nobody left to tell.
}

/** Answers in full on the bare socket, as no response object exists for an upgrade. */
function refuse(socket: Duplex, { status, headers, body }: Answer): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const fields = {
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', ''].join('\r\n');
  // The client may keep its side open for as long as it likes; ours ends here.
  socket.once('finish', () => socket.destroy());
  socket.end(head + body);
}
