import { type DiscoveryReply, formatUpnpDescription } from '@gatehouse/loxone-protocol';
import type { Box } from '../server/box.js';

const HTTP_PORT = 80;

/** Where the box is reached. */
interface ReachedAt {
  readonly address: string;
  readonly port: number;
}

/** What the box tells of itself when it is looked for (protocol reference §1.6). */
export function discoveryReplyOf(
  box: Box,
  at: ReachedAt = { address: '127.0.0.1', port: HTTP_PORT },
): DiscoveryReply {
  const { structure } = box.house();
  const { msName, serialNr, miniserverType } = structure.msInfo;
  return {
    name: msName,
    address: at.address,
    httpPort: at.port,
    serial: serialNr.replace(/[^0-9A-Za-z]/g, '').toUpperCase(),
    firmware: box.firmware,
    programmedAt: structure.lastModified,
    type: miniserverType ?? 0,
    hardwareId: 'A0000',
    ipv6: '',
    parts: [],
  };
}

/** `/upnp.xml` */
export function upnpDescription(box: Box): string {
  const reply = discoveryReplyOf(box);
  return formatUpnpDescription({
    serial: reply.serial,
    friendlyName: reply.name,
    modelName: 'Loxone Miniserver',
    udn: `uuid:${reply.serial.toLowerCase()}`,
    reply,
  });
}
