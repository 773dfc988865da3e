import {
  DISCOVERY_PORTS,
  type DiscoveryReply,
  formatDiscoveryReply,
} from '@gatehouse/loxone-protocol';
import { startUdpAnswerer } from './udp-answerer.js';

/** A running answerer of local searches. */
export interface DiscoveryResponder {
  readonly port: number;
  /** How many searches were answered. */
  answered(): number;
  stop(): Promise<void>;
}

/** How it is started. */
export interface DiscoveryOptions {
  /** What is told; asked anew for each search. */
  readonly reply: () => DiscoveryReply;
  /** Address to listen on. Default `127.0.0.1`; `0.0.0.0` hears broadcasts. */
  readonly host?: string;
  /** Default 7070; 0 takes a free one. */
  readonly port?: number;
  /** Where searchers listen, at their own address. Default 7071. */
  readonly replyPort?: number;
  /** As old firmware answers: in brackets. */
  readonly bracketed?: boolean;
}

/**
 * Answers the UDP search for Miniservers (protocol reference §1.6): one zero byte is the question.
 *
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` when it cannot listen on that port.
 */
export async function startDiscovery(options: DiscoveryOptions): Promise<DiscoveryResponder> {
  const { host = '127.0.0.1', port = DISCOVERY_PORTS.request } = options;
  const { replyPort = DISCOVERY_PORTS.reply, bracketed = false } = options;
  let answered = 0;
  const answerer = await startUdpAnswerer({ host, port }, (question, { address }, socket) => {
    if (question.length !== 1 || question[0] !== 0) return;
    answered += 1;
    socket.send(formatDiscoveryReply(options.reply(), { bracketed }), replyPort, address);
  });
  return { port: answerer.port, answered: () => answered, stop: answerer.stop };
}
