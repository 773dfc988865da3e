import { parseRecording, parseStructure } from '@gatehouse/loxone-protocol';
import {
  createDemoHouse,
  readRecordedHouse,
  type Simulator,
  startSimulator,
} from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createLoxoneClient, type LoxoneClient } from '../../src/client.js';
import { recordTransport } from '../../src/data/recording.js';
import type { HttpReply, Opened, Socket, SocketHandlers, Transport } from '../../src/transport.js';

const USER = 'erika.muster';
const PASSWORD = 'correct horse';
const NEVER_MS = 2 ** 31 - 1;

let simulator: Simulator | undefined;
let client: LoxoneClient | undefined;

afterEach(async () => {
  await client?.stop();
  await simulator?.stop();
});

/** The least that reaches a simulator. */
function plainTransport(url: string): Transport {
  return {
    get: async (path): Promise<HttpReply> => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.text() };
    },
    open: (handlers) => openSocket(url.replace('http', 'ws'), handlers),
  };
}

function openSocket(url: string, handlers: SocketHandlers): Promise<Opened> {
  const ws = new WebSocket(`${url}/ws/rfc6455`, 'remotecontrol');
  const socket: Socket = {
    send: (text) => ws.send(text),
    close: (code) => ws.close(code),
    terminate: () => ws.terminate(),
  };
  ws.on('message', (data: Buffer, isBinary) => handlers.message(Uint8Array.from(data), isBinary));
  ws.on('close', (code, reason) => handlers.closed(code, String(reason)));
  return new Promise((resolve, reject) => {
    ws.on('open', () => resolve({ ok: true, socket }));
    ws.on('error', reject);
  });
}

describe('a recorded connection', () => {
  it('holds the house and its states, and no secret', async () => {
    const structure = createDemoHouse();
    const house = await startSimulator({
      user: USER,
      password: PASSWORD,
      tickMs: NEVER_MS,
      structure,
    });
    simulator = house;
    const lines: string[] = [];
    client = createLoxoneClient({
      host: `127.0.0.1:${house.port}`,
      user: USER,
      password: PASSWORD,
      transport: recordTransport(plainTransport(house.url), {
        write: (line) => lines.push(line),
        names: [USER],
      }),
    });
    client.start();
    await client.whenLive();
    await client.stop();
    const recording = parseRecording(lines.join('\n'));
    const files = recording.events.flatMap((event) =>
      event.kind === 'received' &&
      event.id === 1 &&
      event.payload !== undefined &&
      'text' in event.payload
        ? [event.payload.text]
        : [],
    );
    expect(files).toHaveLength(1);
    const told = parseStructure(JSON.parse(files[0] ?? ''));
    expect(Object.keys(told.controls)).toHaveLength(
      Object.keys(parseStructure(structure).controls).length,
    );
    // What a replay makes of it.
    expect(readRecordedHouse(recording).dump.length).toBeGreaterThan(1);
    const tables = recording.events.filter((event) => event.kind === 'received' && event.id > 1);
    expect(tables.length).toBeGreaterThan(0);
    const all = lines.join('\n').toLowerCase();
    const serial = parseStructure(structure).msInfo.serialNr.toLowerCase();
    for (const secret of [USER, PASSWORD, serial, '127.0.0.1', ...house.issuedTokens()]) {
      expect(all).not.toContain(secret.toLowerCase());
    }
    expect(all).not.toMatch(/[0-9a-f]{40}(?<!0{40})/);
  });
});
