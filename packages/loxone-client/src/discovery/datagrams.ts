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
  /** 0 takes a free port; others may hold any other at the same time (an app that searches too). */
  readonly port: number;
  /** Address of the interface; `0.0.0.0` for all. */
  readonly address: string;
  readonly onDatagram: OnDatagram;
}

/**
 * Opens a socket that may broadcast.
 *
 * @returns Rejects with the platform's error when the port cannot be had.
 */
export function openDatagrams(options: DatagramOptions): Promise<Datagrams> {
  const { port, address, onDatagram } = options;
  // A free port that may be shared can be one that somebody else shares: his answers came here.
  const socket: Socket = createSocket({ type: 'udp4', reuseAddr: port !== 0 });
  let isOpen = true;
  const close = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  return new Promise((resolve, reject) => {
    // After it was opened, this is the network's end: nothing more is found on it.
    socket.on('error', (error) => {
      reject(error);
      close();
    });
    socket.on('message', (bytes, sender) => onDatagram(bytes, sender.address));
    socket.bind({ port, address }, () => {
      socket.setBroadcast(true);
      resolve({
        send: (bytes, to, host) => {
          if (isOpen) socket.send(bytes, to, host, () => undefined);
        },
        close,
      });
    });
  });
}
