import { createSocket, type Socket } from 'node:dgram';

/** One datagram that came. */
export type OnDatagram = (bytes: Uint8Array, address: string) => void;

/** An open UDP socket for IPv4. */
export interface Datagrams {
  /** Errors of sending are not told: a network that is gone finds nothing. */
  send(bytes: Uint8Array, port: number, address: string): void;
  close(): void;
}

/** Where datagrams are received. */
export interface DatagramOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Address of the interface; `0.0.0.0` for all. */
  readonly address: string;
  readonly onDatagram: OnDatagram;
}

/**
 * Opens a socket that may broadcast. Others may hold the same port (an app that searches too).
 *
 * @returns Rejects with the platform's error when the port cannot be had.
 */
export function openDatagrams(options: DatagramOptions): Promise<Datagrams> {
  const { port, address, onDatagram } = options;
  const socket: Socket = createSocket({ type: 'udp4', reuseAddr: true });
  return new Promise((resolve, reject) => {
    socket.on('error', (error) => {
      reject(error);
      close(socket);
    });
    socket.on('message', (bytes, sender) => onDatagram(bytes, sender.address));
    socket.bind({ port, address }, () => {
      socket.setBroadcast(true);
      resolve({
        send: (bytes, to, host) => socket.send(bytes, to, host, () => undefined),
        close: () => close(socket),
      });
    });
  });
}

function close(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It was closed before: after an error, or twice.
  }
}
