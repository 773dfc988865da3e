import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { LoxoneError } from '@gatehouse/loxone-protocol';

/** A socket that answers searches until it is stopped. */
export interface UdpAnswerer {
  readonly socket: Socket;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Listens for searches. Port 0 takes a free one; others on this machine may listen on any other too.
 *
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` when it cannot listen on that port.
 */
export async function startUdpAnswerer(
  { host, port }: { readonly host: string; readonly port: number },
  onSearch: (datagram: Buffer, from: RemoteInfo, socket: Socket) => void,
): Promise<UdpAnswerer> {
  // A free port that may be shared can be one that somebody else shares: his searches came here.
  const socket = createSocket({ type: 'udp4', reuseAddr: port !== 0 });
  socket.on('message', (datagram, from) => onSearch(datagram, from, socket));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(cannotListen(`${host}:${port}`, error)));
    socket.bind(port, host, resolve);
  });
  // A searcher that is gone already is no trouble of the box.
  socket.removeAllListeners('error');
  socket.on('error', () => undefined);
  return {
    socket,
    port: socket.address().port,
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
