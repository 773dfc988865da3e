import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type Datagrams, openDatagrams } from '../src/discovery/datagrams.js';

const HOST = '127.0.0.1';
const opened: { close(): void }[] = [];

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

async function open(port: number, onDatagram: (text: string) => void = () => undefined) {
  const datagrams: Datagrams = await openDatagrams({
    port,
    address: HOST,
    onDatagram: (bytes) => onDatagram(Buffer.from(bytes).toString()),
  });
  opened.push(datagrams);
  return datagrams;
}

/** Another program's socket, which is willing to share its port. */
async function other(port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  opened.push(socket);
  socket.bind(port, HOST);
  await once(socket, 'listening');
  return socket;
}

describe('datagrams', () => {
  it('come and go, on a free port that nobody else can have', async () => {
    const peer = await other(0);
    const asked = once(peer, 'message');
    let heard: (text: string) => void = () => undefined;
    const answer = new Promise<string>((resolve) => {
      heard = resolve;
    });
    const datagrams = await open(0, (text) => heard(text));
    datagrams.send(Buffer.from('who?'), peer.address().port, HOST);
    const [question, { port }] = (await asked) as [Buffer, { port: number }];
    expect(question.toString()).toBe('who?');
    await expect(other(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    peer.send('me', port, HOST);
    expect(await answer).toBe('me');
  });

  it('share a port that is named with others that share it', async () => {
    const { port } = (await other(0)).address();
    await expect(open(port)).resolves.toBeDefined();
  });

  it('are refused a port that somebody holds alone', async () => {
    const alone = createSocket('udp4');
    opened.push(alone);
    alone.bind(0, HOST);
    await once(alone, 'listening');
    await expect(open(alone.address().port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('are quiet once closed, however often', async () => {
    const peer = await other(0);
    const datagrams = await open(0);
    datagrams.close();
    datagrams.close();
    expect(() => datagrams.send(Buffer.from('late'), peer.address().port, HOST)).not.toThrow();
  });
});
