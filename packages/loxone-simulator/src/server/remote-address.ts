import type { IncomingMessage } from 'node:http';

/** Who is calling; IPv4 addresses in their own form, also on a dual-stack socket. */
export function remoteAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
