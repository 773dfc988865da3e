import type { Socket } from 'node:dgram';
import {
  type DiscoveryReply,
  formatSsdpAnswer,
  isSsdpSearch,
  SSDP_ADDRESS,
} from '@gatehouse/loxone-protocol';
import type { DiscoveryResponder } from './responder.js';
import { startUdpAnswerer } from './udp-answerer.js';

/** How it is started. */
export interface SsdpOptions {
  /** What the box is and where; asked anew for each search. */
  readonly reply: () => DiscoveryReply;
  /** Address to listen on. Default `0.0.0.0`: searches come to a multicast address. */
  readonly host?: string;
  /** Default 1900; 0 takes a free one. */
  readonly port?: number;
}

const TARGET = 'upnp:rootdevice';

/**
 * Answers searches by SSDP (protocol reference §1.6) for `upnp:rootdevice` and `ssdp:all`, with
 * where `/upnp.xml` is. The answer goes to the searcher alone.
 *
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` when it cannot listen on that port.
 */
export async function startSsdp(options: SsdpOptions): Promise<DiscoveryResponder> {
  const { host = '0.0.0.0', port = SSDP_ADDRESS.port, reply } = options;
  let answered = 0;
  const answerer = await startUdpAnswerer({ host, port }, (datagram, from, socket) => {
    if (!isSsdpSearch(datagram.toString('latin1'))) return;
    answered += 1;
    socket.send(answerOf(reply()), from.port, from.address);
  });
  joinGroup(answerer.socket);
  return { port: answerer.port, answered: () => answered, stop: answerer.stop };
}

function answerOf({ address, httpPort, serial }: DiscoveryReply): string {
  return formatSsdpAnswer({
    location: `http://${address}:${httpPort}/upnp.xml`,
    target: TARGET,
    usn: `uuid:${serial.toLowerCase()}::${TARGET}`,
    server: 'Loxone Miniserver UPnP/1.0',
  });
}

/** A machine without a network hears at least those who ask it directly. */
function joinGroup(socket: Socket): void {
  try {
    socket.addMembership(SSDP_ADDRESS.host);
  } catch {
    // ENODEV: there is no interface that takes part in multicast.
  }
}
