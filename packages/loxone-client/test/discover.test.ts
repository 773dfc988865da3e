import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  formatSsdpAnswer,
  formatUpnpDescription,
  parseDiscoveryReply,
} from '@gatehouse/loxone-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { type DiscoverOptions, type Discovery, discover } from '../src/discovery/discover.js';
import { Findings, type FoundMiniserver } from '../src/discovery/found.js';
import { readLocation } from '../src/discovery/ssdp-locations.js';
import { ManualTime, turns, until } from './support/manual-time.js';

/** Published in the protocol reference §1.6. */
const BAF =
  'LoxLIVE: baf 192.168.5.1:80 504F94112134 12.0.2.24 Prog:2021-06-01 23:40:59 Type:0 HwId:A0000 IPv6:,00000000:0/X,13106567:11021110/O';
const HALL = 'LoxLIVE: House on the Hill 10.0.0.2:8080 504F94A00001 14.5.12.7 Type:2';

const sockets: Socket[] = [];
const servers: Server[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Responder {
  readonly port: number;
  readonly requests: Buffer[];
}

/** A UDP peer on the loopback address that answers each datagram. */
async function respond(
  answer: (request: Buffer, sender: { port: number }, socket: Socket) => void,
): Promise<Responder> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const requests: Buffer[] = [];
  socket.on('message', (request, sender) => {
    requests.push(request);
    answer(request, sender, socket);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, requests };
}

/** A port that nobody answers at; held, so that nobody else can get it meanwhile. */
async function silentPort(): Promise<number> {
  return (await respond(() => undefined)).port;
}

/** A Miniserver on the loopback address; the search asks from the port that it wants answers at. */
async function miniserver(...texts: readonly string[]): Promise<Responder> {
  return respond((_request, sender, socket) => {
    for (const text of texts) socket.send(text, sender.port, '127.0.0.1');
  });
}

async function describeAt(
  body: string,
  status = 200,
): Promise<{ port: number; paths: string[]; answered: string[] }> {
  const paths: string[] = [];
  const answered: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.on('close', () => answered.push(request.url ?? ''));
    response.writeHead(status, { location: 'http://127.0.0.1:1/upnp.xml' }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, paths, answered };
}

const LOCAL = { bindAddress: '127.0.0.1', broadcastAddress: '127.0.0.1', replyPort: 0 } as const;

/** Searches until something has come about, on timers that only this moves. */
async function search(options: DiscoverOptions, done: () => boolean): Promise<Discovery> {
  const timers = new ManualTime();
  const searching = discover({ ...LOCAL, timers, timeoutMs: 4_000, ...options });
  await Promise.race([searching, until(() => timers.armed > 0, 'the search began')]);
  for (let step = 0; step < 2; step += 1) await timers.advance(1_000);
  await until(done, 'everybody answered');
  await turns(50);
  await timers.advance(2_000);
  return searching;
}

describe('discover by UDP', () => {
  it('asks three times with one zero byte and lists each Miniserver once, by name', async () => {
    const { port, requests } = await miniserver(HALL, `[${BAF}]`, HALL, 'no Miniserver');
    const found = await search({ port, ssdp: false }, () => requests.length === 3);
    expect(requests).toEqual([0, 1, 2].map(() => Buffer.of(0)));
    expect(found.miniservers).toEqual([
      {
        serial: '504F94112134',
        name: 'baf',
        address: '127.0.0.1',
        port: 80,
        firmware: '12.0.2.24',
        type: 0,
        programmedAt: '2021-06-01 23:40:59',
        foundBy: ['udp'],
      },
      {
        serial: '504F94A00001',
        name: 'House on the Hill',
        address: '127.0.0.1',
        port: 8080,
        firmware: '14.5.12.7',
        type: 2,
        foundBy: ['udp'],
      },
    ]);
    expect(found.ignored).toBe(3);
  });

  it('asks from the port that Miniservers answer to', async () => {
    const shared = createSocket({ type: 'udp4', reuseAddr: true });
    sockets.push(shared);
    await new Promise<void>((resolve) => shared.bind(0, '127.0.0.1', resolve));
    const replyPort = shared.address().port;
    const senders: number[] = [];
    const { port } = await respond((_request, sender) => senders.push(sender.port));
    await search({ port, replyPort, ssdp: false }, () => senders.length === 3);
    expect(senders).toEqual([replyPort, replyPort, replyPort]);
  });

  it('finds nothing where nobody is', async () => {
    const port = await silentPort();
    const found = await search({ port, ssdp: false }, () => true);
    expect(found).toEqual({ miniservers: [], ignored: 0 });
  });

  it('ends early when it is told to, with what it has', async () => {
    const { port } = await miniserver(HALL);
    const enough = new AbortController();
    const timers = new ManualTime();
    const options = { ...LOCAL, port, ssdp: false, timers, signal: enough.signal } as const;
    const searching = discover(options);
    await Promise.race([searching, until(() => timers.armed > 0, 'the search began')]);
    enough.abort();
    await searching;
    expect(timers.armed).toBe(0);
  });

  it('says so when the port of replies cannot be had', async () => {
    const { port } = await respond(() => undefined);
    const options = { ...LOCAL, bindAddress: '203.0.113.7', port, ssdp: false } as const;
    await expect(discover(options)).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
      details: { host: 'the local network' },
    });
  });

  it.each([0, -1, 60_001, Number.NaN])('refuses to wait %d ms', async (timeoutMs) => {
    await expect(discover({ timeoutMs })).rejects.toThrow(RangeError);
  });
});

describe('discover by SSDP', () => {
  const description = formatUpnpDescription({
    serial: '504F94A00001',
    friendlyName: 'Loxone Miniserver',
    ...replyOf(HALL),
  });

  async function searchBySsdp(
    locationOf: (port: number) => string,
    body = description,
    status = 200,
    fetched = true,
  ) {
    const http = await describeAt(body, status);
    const device = await respond((_request, sender, socket) => {
      const location = locationOf(http.port);
      socket.send(formatSsdpAnswer({ location }), sender.port, '127.0.0.1');
    });
    const ssdp = { address: '127.0.0.1', port: device.port };
    const port = await silentPort();
    const found = await search(
      { port, ssdp },
      () =>
        device.requests.length === 3 &&
        http.answered.length === http.paths.length &&
        (http.paths.length > 0 || !fetched),
    );
    return { found, paths: http.paths, requests: device.requests };
  }

  it('reads the description at the address that answered, once', async () => {
    const { found, paths, requests } = await searchBySsdp(
      (port) => `http://127.0.0.1:${port}/upnp.xml`,
    );
    expect(requests[0]?.toString()).toMatch(
      /^M-SEARCH \* HTTP\/1\.1\r\n[\s\S]*ST: upnp:rootdevice\r\n/,
    );
    expect(paths).toEqual(['/upnp.xml']);
    expect(found.miniservers).toMatchObject([
      {
        serial: '504F94A00001',
        name: 'House on the Hill',
        firmware: '14.5.12.7',
        foundBy: ['ssdp'],
      },
    ]);
    expect(found.ignored).toBe(0);
  });

  it('ignores a device that is no Miniserver, and one that redirects', async () => {
    const router = '<root><device><manufacturer>Others</manufacturer></device></root>';
    const at = (port: number): string => `http://127.0.0.1:${port}/upnp.xml`;
    expect((await searchBySsdp(at, router)).found).toEqual({ miniservers: [], ignored: 1 });
    expect((await searchBySsdp(at, description, 302)).found).toEqual({
      miniservers: [],
      ignored: 1,
    });
  });

  it('is not sent elsewhere', async () => {
    const { found, paths } = await searchBySsdp(
      (port) => `http://localhost:${port}/upnp.xml`,
      description,
      200,
      false,
    );
    expect(paths).toEqual([]);
    expect(found).toEqual({ miniservers: [], ignored: 3 });
  });

  it.each([
    'http://192.168.1.11/upnp.xml',
    'https://192.168.1.10/upnp.xml',
    'http://192.168.1.10/rootDesc.xml',
    'http://192.168.1.10/upnp.xml?reboot',
    'http://admin@192.168.1.10/upnp.xml',
    'http://192.168.1.10.evil.example/upnp.xml',
    'http://[oops/upnp.xml',
  ])('does not fetch %s', (location) => {
    expect(readLocation(formatSsdpAnswer({ location }), '192.168.1.10')).toBeUndefined();
  });

  it('fetches from the standard port where none is named', () => {
    const answer = formatSsdpAnswer({ location: 'http://192.168.1.10/upnp.xml' });
    expect(readLocation(answer, '192.168.1.10')).toEqual({ address: '192.168.1.10', port: 80 });
  });
});

describe('findings', () => {
  const one: FoundMiniserver = {
    serial: 'A',
    name: 'Hall',
    address: '1.2.3.4',
    port: 80,
    foundBy: ['udp'],
  };

  it('merge what two searches found: the first stays, the second adds', () => {
    const findings = new Findings();
    findings.add(one);
    findings.add({ ...one, name: 'Liar', firmware: '14.0.0.0', foundBy: ['ssdp'] });
    expect(findings.all).toEqual([{ ...one, firmware: '14.0.0.0', foundBy: ['udp', 'ssdp'] }]);
  });

  it('are bounded', () => {
    const findings = new Findings();
    for (let index = 0; index < 300; index += 1) findings.add({ ...one, serial: String(index) });
    expect(findings.all).toHaveLength(256);
    expect(findings.ignored).toBe(44);
  });
});

function replyOf(text: string): { reply?: NonNullable<ReturnType<typeof parseDiscoveryReply>> } {
  const reply = parseDiscoveryReply(text);
  return reply === undefined ? {} : { reply };
}
