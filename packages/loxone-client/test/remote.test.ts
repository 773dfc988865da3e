import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { formatCloudDnsAnswer } from '@gatehouse/loxone-protocol';
import { createDemoHouse, type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLoxoneClient, type LoxoneClient } from '../src/client.js';
import { middling, recordingLogger } from './support/harness.js';
import { ManualTime, until } from './support/manual-time.js';
import { untilStatus } from './support/simulated.js';

// Real sockets and RSA keys: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startBox(): Promise<Simulator> {
  const simulator = await startSimulator({
    user: 'admin',
    password: 'correct horse',
    tls: true,
    tickMs: 2 ** 31 - 1,
  });
  closing.push(() => simulator.stop());
  return simulator;
}

interface Relay {
  readonly port: number;
  /** How many connections came. */
  count(): number;
  /** Ends them all, and takes no more. */
  cut(): void;
}

/** Passes bytes on, as a relay of Remote Connect does. */
async function startRelay(to: number): Promise<Relay> {
  const sockets: Socket[] = [];
  const server = createTcpServer((inner) => {
    const outer = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.push(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  closing.push(async () => cut());
  return { port: (server.address() as AddressInfo).port, count: () => sockets.length, cut };
}

/** A CloudDNS on the loopback address. */
async function startCloud(answer: () => string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/moved') === true) response.end(answer());
    else response.writeHead(307, { location: `/moved${request.url}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function startClient(serial: string, url: string, ca: string) {
  const time = new ManualTime();
  const client: LoxoneClient = createLoxoneClient({
    host: serial,
    user: 'admin',
    password: 'correct horse',
    tls: { ca },
    cloudDns: { url },
    clock: time,
    timers: time,
    random: middling,
    logger: recordingLogger([]),
  });
  closing.push(() => client.stop());
  client.start();
  return { client, time };
}

describe('a house that is known by its serial number', () => {
  it('is live through the cloud, its certificate verified, and found again when the relay moves', async () => {
    const box = await startBox();
    const [first, second] = [await startRelay(box.port), await startRelay(box.port)];
    const { serialNr } = (createDemoHouse() as { msInfo: { serialNr: string } }).msInfo;
    let { port } = first;
    const https = (): { host: string; port: number } => ({ host: '127.0.0.1', port });
    const cloud = await startCloud(() =>
      formatCloudDnsAnswer({
        code: 200,
        https: https(),
        portOpenHttps: true,
        dataCenter: 'loxonecloud.com',
      }),
    );
    const serial = serialNr.replaceAll(':', '');
    const { client, time } = startClient(serial, cloud.url, box.certificate);
    await client.whenLive();
    expect(client.home.status().phase).toBe('live');
    expect(cloud.asked).toEqual([
      `/?getip&snr=${serial.toUpperCase()}&json=true`,
      `/moved/?getip&snr=${serial.toUpperCase()}&json=true`,
    ]);
    port = second.port;
    first.cut();
    const status = () => client.home.status();
    await until(() => status().phase === 'reconnecting', 'it was lost');
    await untilStatus({ time, status }, 'live');
    expect(second.count()).toBeGreaterThan(0);
    expect(cloud.asked.length).toBeGreaterThan(2);
  });

  it('that is not the one it should be is not logged in to', async () => {
    const box = await startBox();
    const cloud = await startCloud(() =>
      formatCloudDnsAnswer({ code: 200, https: { host: '127.0.0.1', port: box.port } }),
    );
    const { client } = startClient('504F94BBBBBB', cloud.url, box.certificate);
    await until(() => client.home.status().problem !== undefined, 'it was noticed');
    expect(client.home.status().problem).toContain('its certificate is for another name');
    expect(box.commands).toEqual([]);
  });
});
