import { createSocket } from 'node:dgram';
import {
  DISCOVERY_PORTS,
  type DiscoveryReply,
  formatDiscoveryReply,
  LoxoneError,
} from '@gatehouse/loxone-protocol';

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
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  let answered = 0;
  socket.on('message', (question, { address }) => {
    if (question.length !== 1 || question[0] !== 0) return;
    answered += 1;
    socket.send(formatDiscoveryReply(options.reply(), { bracketed }), replyPort, address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(cannotListen(`${host}:${port}`, error)));
    socket.bind(port, host, resolve);
  });
  // A searcher that is gone already is no trouble of the box.
  socket.removeAllListeners('error');
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    answered: () => answered,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

function cannotListen(host: string, error: Error): LoxoneError {
  const problem = 'code' in error ? String(error.code) : error.message;
  return new LoxoneError(
    'ERR_LOXONE_UNREACHABLE',
    `The search for Miniservers cannot be answered on ${host}: ${problem}.`,
    { host, problem },
    { cause: error },
  );
}
