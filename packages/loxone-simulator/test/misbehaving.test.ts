import { type Socket, connect as tcpConnect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../src/index.js';
import { importKey, newSession, sealSession } from './support/client-crypto.js';
import { connect, login, subscribe, Talk } from './support/logins.js';
import { parse, RawSocket } from './support/raw-socket.js';
import { get, start } from './support/simulators.js';
import { readTables } from './support/tables.js';

/** Whoever else is there must not notice. */
async function isWell(simulator: Simulator): Promise<void> {
  const { talk } = await login(simulator);
  expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
  expect((await get(simulator, 'jdev/cfg/api', {})).status).toBe(200);
}

function tcp(simulator: Simulator): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tcpConnect(simulator.port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

describe('clients that misbehave', () => {
  it('one that sends binary garbage is ignored', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    for (let length = 0; length < 40; length += 1) talk.socket.sendBytes(Buffer.alloc(length, 3));
    await readTables(talk.socket);
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    await isWell(simulator);
  });

  it('one that sends text garbage gets codes, and stays connected', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    const garbage = [
      '',
      '/',
      '?',
      '%',
      '%E0%A4%A',
      '\u0000',
      'jdev',
      'jdev/',
      'jdev/sps/io',
      'jdev/sps/io/',
      'jdev/sps/io//on',
      'jdev/sps/io/%00/on',
      'jdev/sps/ios/x',
      'jdev/sys/keyexchange/',
      'jdev/sys/getjwt',
      'jdev/sys/enc',
      'authwithtoken',
      '__proto__/x',
      'constructor',
      `jdev/sps/io/${'a'.repeat(100_000)}`,
      '😀'.repeat(50),
    ];
    for (const text of garbage) {
      const { code } = await talk.socket.answer(text);
      expect([400, 401, 404, 500], text.slice(0, 40)).toContain(code);
    }
    // The key exchange that failed left the session key as it was.
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    await isWell(simulator);
  });

  it('one that sends a message of megabytes is closed with 1009', async () => {
    const simulator = await start();
    const socket = await RawSocket.open(simulator.url);
    socket.send('x'.repeat(2 * 1024 * 1024));
    expect((await socket.closed).code).toBe(1009);
    await isWell(simulator);
  });

  it('one that floods a box busy with a file is closed with 1008', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    simulator.faults.slowFiles(60_000);
    for (let count = 0; count < 1200; count += 1) talk.socket.send('data/LoxAPP3.json');
    expect(await talk.socket.closed).toMatchObject({ code: 1008 });
    await isWell(simulator);
  });

  it('one that asks for thousands of keys gets them, and nobody is locked out', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    for (let count = 0; count < 2000; count += 1) talk.socket.send('jdev/sys/getkey');
    for (let count = 0; count < 2000; count += 1) await talk.socket.message();
    await isWell(simulator);
  });

  it('one that vanishes in the middle of the dump frees its slot', async () => {
    const simulator = await start();
    for (let count = 0; count < 40; count += 1) {
      const { talk } = await login(simulator);
      talk.socket.send(talk.wrap('jdev/sps/enablebinstatusupdate'));
      talk.socket.terminate();
    }
    await expect.poll(() => simulator.connections()).toBe(0);
    await isWell(simulator);
  });

  it('one that breaks the WebSocket protocol is cut', async () => {
    const simulator = await start();
    const socket = await tcp(simulator);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(
      'GET /ws/rfc6455 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resume();
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await closed;
    await isWell(simulator);
  });

  it('one that upgrades to nowhere, or resets while upgrading, is turned away', async () => {
    const simulator = await start();
    await expect(RawSocket.open(simulator.url, { path: '/ws/nowhere' })).rejects.toThrow('404');
    const socket = await tcp(simulator);
    socket.write('GET /ws/rfc6455 HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.resetAndDestroy();
    const half = await tcp(simulator);
    half.write('GET /jdev/cfg/api HT');
    await isWell(simulator);
    half.destroy();
  });

  it('one that repeats the key exchange speaks with the last key', async () => {
    const simulator = await start();
    const talk = await connect(simulator, { mode: 'enc' });
    const other = new Talk(talk.socket, newSession(), '', { mode: 'enc' });
    const { value } = parse((await get(simulator, 'jdev/sys/getPublicKey', {})).body);
    const sealed = sealSession(other.session, importKey(String(value)));
    expect((await talk.socket.answer(`jdev/sys/keyexchange/${sealed}`)).code).toBe(200);
    expect((await talk.ask('jdev/sys/getkey')).code).toBe(401);
    expect((await other.ask('jdev/sys/getkey')).code).toBe(200);
    await isWell(simulator);
  });
});

describe('stopping', () => {
  it('tells everybody, frees the port and may be done twice', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    await Promise.all([simulator.stop(), simulator.stop()]);
    expect((await talk.socket.message()).kind).toBe(5);
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
    const again = await start({ port: simulator.port });
    expect(again.port).toBe(simulator.port);
  });

  it('does not wait for clients that do not close', async () => {
    const simulator = await start();
    const socket = await tcp(simulator);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.write(
      'GET /ws/rfc6455 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resume();
    await simulator.stop();
    await closed;
  });
});
