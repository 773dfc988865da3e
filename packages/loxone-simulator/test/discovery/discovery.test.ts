import { createSocket, type Socket } from 'node:dgram';
import {
  type DiscoveryReply,
  discoveryRequest,
  formatSsdpSearch,
  parseDiscoveryReply,
  parseSsdpAnswer,
  parseUpnpDescription,
} from '@gatehouse/loxone-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { type DiscoveryResponder, startDiscovery, startSsdp } from '../../src/index.js';
import { get, start } from '../support/simulators.js';

const responders: DiscoveryResponder[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  await Promise.all(responders.splice(0).map((responder) => responder.stop()));
  for (const socket of sockets.splice(0)) socket.close();
});

/** Listens where replies go to. */
async function searcher(): Promise<{
  readonly port: number;
  ask(port: number, bytes: Uint8Array): void;
  heard(): Promise<string>;
}> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const texts: string[] = [];
  let wake = (): void => undefined;
  socket.on('message', (bytes) => {
    texts.push(bytes.toString('latin1'));
    wake();
  });
  return {
    port: socket.address().port,
    ask: (port, bytes) => socket.send(bytes, port, '127.0.0.1'),
    heard: async () => {
      for (;;) {
        const text = texts.shift();
        if (text !== undefined) return text;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

async function responder(
  reply: () => DiscoveryReply,
  replyPort: number,
  bracketed = false,
): Promise<DiscoveryResponder> {
  const made = await startDiscovery({ reply, port: 0, replyPort, bracketed });
  responders.push(made);
  return made;
}

describe('the search for Miniservers', () => {
  it('is answered with what the box is, to the other port', async () => {
    const simulator = await start({ firmware: '12.0.2.24' });
    const client = await searcher();
    const { port } = await responder(() => simulator.discoveryReply(), client.port);
    client.ask(port, discoveryRequest());
    expect(parseDiscoveryReply(await client.heard())).toMatchObject({
      name: 'Gatehouse Demo',
      address: '127.0.0.1',
      httpPort: simulator.port,
      serial: '504F94DE3000',
      firmware: '12.0.2.24',
      programmedAt: '2025-03-21 18:30:00',
      type: 2,
    });
  });

  it('is answered in brackets, as old firmware does', async () => {
    const simulator = await start();
    const client = await searcher();
    const { port } = await responder(() => simulator.discoveryReply(), client.port, true);
    client.ask(port, discoveryRequest());
    const text = await client.heard();
    expect(text).toMatch(/^\[LoxLIVE: .*\]$/);
    expect(parseDiscoveryReply(text)?.serial).toBe('504F94DE3000');
  });

  it('nothing but one zero byte is a search', async () => {
    const simulator = await start();
    const client = await searcher();
    const made = await responder(() => simulator.discoveryReply(), client.port);
    for (const bytes of [[1], [0, 0], [], [0x4c]]) client.ask(made.port, Uint8Array.from(bytes));
    client.ask(made.port, discoveryRequest());
    await client.heard();
    expect(made.answered()).toBe(1);
  });

  it('tells of another structure as soon as there is one', async () => {
    const simulator = await start();
    const client = await searcher();
    const { port } = await responder(() => simulator.discoveryReply(), client.port);
    simulator.faults.addOddControl('noRoom');
    client.ask(port, discoveryRequest());
    expect(parseDiscoveryReply(await client.heard())?.programmedAt).not.toBe('2025-03-21 18:30:00');
  });

  it('says when it cannot listen', async () => {
    const simulator = await start();
    const reply = () => simulator.discoveryReply();
    await expect(startDiscovery({ reply, host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
    });
  });

  it('upnp.xml holds the same, for everybody', async () => {
    const simulator = await start();
    const { status, type, body } = await get(simulator, 'upnp.xml', {});
    expect([status, type.includes('text/xml')]).toEqual([200, true]);
    expect(parseUpnpDescription(body)).toMatchObject({
      serial: '504F94DE3000',
      friendlyName: 'Gatehouse Demo',
      reply: { firmware: '14.5.12.7', type: 2 },
    });
  });
});

describe('the search by SSDP', () => {
  async function answerer(reply: () => DiscoveryReply): Promise<DiscoveryResponder> {
    const made = await startSsdp({ reply, host: '127.0.0.1', port: 0 });
    responders.push(made);
    return made;
  }

  const searchFor = (target: string): Buffer =>
    Buffer.from(formatSsdpSearch().replace('upnp:rootdevice', target));

  it('is answered to who asked, with where the description is', async () => {
    const simulator = await start();
    const client = await searcher();
    const { port } = await answerer(() => simulator.discoveryReply());
    client.ask(port, Buffer.from(formatSsdpSearch()));
    const answer = parseSsdpAnswer(await client.heard());
    expect(answer).toEqual({
      location: `${simulator.url}/upnp.xml`,
      target: 'upnp:rootdevice',
      usn: 'uuid:504f94de3000::upnp:rootdevice',
      server: 'Loxone Miniserver UPnP/1.0',
    });
    const description = await fetch(String(answer?.location));
    expect(parseUpnpDescription(await description.text())?.serial).toBe('504F94DE3000');
  });

  it('is answered when all devices are searched for, and not when others are', async () => {
    const simulator = await start();
    const client = await searcher();
    const made = await answerer(() => simulator.discoveryReply());
    client.ask(made.port, searchFor('urn:schemas-upnp-org:device:MediaRenderer:1'));
    client.ask(made.port, Buffer.from('NOTIFY * HTTP/1.1\r\nST: ssdp:all\r\n\r\n'));
    client.ask(made.port, discoveryRequest());
    client.ask(made.port, searchFor('ssdp:all'));
    expect(parseSsdpAnswer(await client.heard())?.target).toBe('upnp:rootdevice');
    expect(made.answered()).toBe(1);
  });

  it('says when it cannot listen', async () => {
    const simulator = await start();
    const reply = () => simulator.discoveryReply();
    await expect(startSsdp({ reply, host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
    });
  });
});
