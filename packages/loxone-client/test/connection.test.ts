import { encodeValueTable, type LoxoneError, MESSAGE_KIND } from '@gatehouse/loxone-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import type { Command } from '../src/command-queue.js';
import { Connection } from '../src/connection.js';
import { KEEPALIVE_DEADLINE_MS, KEEPALIVE_INTERVAL_MS } from '../src/keepalive.js';
import { FakeMiniserver } from './support/fake-miniserver.js';
import { recordingLogger } from './support/harness.js';
import { ID } from './support/house-file.js';
import { ManualTime, turns } from './support/manual-time.js';

interface Bench {
  readonly server: FakeMiniserver;
  readonly time: ManualTime;
  readonly connection: Connection;
  readonly tables: { kind: number; sequence: number }[];
  readonly ends: LoxoneError[];
  readonly logs: string[];
}

const opened: Connection[] = [];

afterEach(async () => {
  for (const connection of opened.splice(0)) void connection.close();
  await turns();
});

async function makeBench(
  prepare: (server: FakeMiniserver) => void = () => undefined,
): Promise<Bench> {
  const server = new FakeMiniserver();
  prepare(server);
  const time = new ManualTime();
  const tables: Bench['tables'] = [];
  const ends: LoxoneError[] = [];
  const logs: string[] = [];
  const connection = await Connection.open({
    transport: server,
    timers: time,
    logger: recordingLogger(logs),
    host: '192.168.1.10',
    user: 'admin',
    signal: new AbortController().signal,
    onTable: (kind, _bytes, sequence) => tables.push({ kind, sequence }),
    onEnd: (error) => ends.push(error),
  });
  opened.push(connection);
  return { server, time, connection, tables, ends, logs };
}

function command(text: string, more: Partial<Command> = {}): Command {
  return { label: text, render: () => text, deadlineMs: 5000, ...more };
}

const oneValue = encodeValueTable([{ uuid: ID.lampActive, value: 1 }]);

describe('Connection', () => {
  it('delivers events that come between a command and its answer', async () => {
    const { server, connection, tables } = await makeBench((fake) => {
      fake.script = (_command, socket) => {
        socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
        socket.pushTexts([{ uuid: ID.moods, text: '[]' }]);
        return 'normal';
      };
    });
    const reply = await connection.request(command('jdev/sps/io/x/on'));
    expect(reply.text).toContain('jdev/sps/io/x/on');
    expect(tables.map(({ kind }) => kind)).toEqual([MESSAGE_KIND.values, MESSAGE_KIND.texts]);
    expect(server.commands).toEqual(['jdev/sps/io/x/on']);
  });

  it('numbers messages, so that what came before a command can be told from what came after', async () => {
    const { server, connection, tables } = await makeBench();
    server.socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
    const between = connection.sequence;
    server.socket.pushValues([{ uuid: ID.lampActive, value: 0 }]);
    const [before, after] = tables.map(({ sequence }) => sequence);
    expect(before).toBeLessThanOrEqual(between);
    expect(after).toBeGreaterThan(between);
  });

  it('ignores an answer that nobody asked for', async () => {
    const { server, connection, ends } = await makeBench();
    server.socket.answer('{"LL":{"control":"x","value":"","Code":"420"}}');
    const reply = await connection.request(command('jdev/cfg/version'));
    expect(reply.text).toContain('jdev/cfg/version');
    expect(ends).toEqual([]);
  });

  it('reads a text that is not UTF-8', async () => {
    const { connection } = await makeBench((fake) => {
      fake.script = (_command, socket) => {
        socket.header(MESSAGE_KIND.text, 4);
        socket.raw(Uint8Array.of(0x4b, 0xfc, 0x63, 0x68), false);
        return 'silence';
      };
    });
    expect((await connection.request(command('a'))).text).toBe('Küch');
  });

  it('logs a table of unexpected length and goes on', async () => {
    const { server, tables, logs, ends } = await makeBench();
    server.socket.header(MESSAGE_KIND.values, 48);
    server.socket.raw(oneValue, true);
    expect(tables).toEqual([]);
    expect(logs).toEqual([
      'warn event table of unexpected length dropped {"kind":2,"announced":48,"received":24}',
    ]);
    server.socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
    expect(tables).toHaveLength(1);
    expect(ends).toEqual([]);
  });

  it('ends when frames do not alternate', async () => {
    const { server, connection, ends, time } = await makeBench();
    server.socket.raw(oneValue, true);
    expect(ends.map((error) => error.code)).toEqual(['ERR_LOXONE_FRAME_MALFORMED']);
    expect(server.socket.terminated).toBe(true);
    expect(connection.ended.reason).toBe(ends[0]);
    expect(time.armed).toBe(0);
  });

  it('ends when an answer is overdue, since later ones could not be told apart', async () => {
    const { connection, ends, time } = await makeBench((fake) => {
      fake.script = () => 'silence';
    });
    const first = connection.request(command('a'));
    const second = connection.request(command('b'));
    const failures = Promise.allSettled([first, second]);
    await time.advance(5000);
    expect(ends.map((error) => error.code)).toEqual(['ERR_LOXONE_TIMEOUT']);
    expect((await failures).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('ends when keepalives are not answered', async () => {
    const { server, ends, time } = await makeBench();
    await time.advance(KEEPALIVE_INTERVAL_MS);
    expect(server.socket.sent).toEqual(['keepalive']);
    await time.advance(KEEPALIVE_INTERVAL_MS);
    expect(server.socket.sent).toHaveLength(2);
    server.socket.answersKeepalive = false;
    await time.advance(KEEPALIVE_INTERVAL_MS + KEEPALIVE_DEADLINE_MS);
    expect(ends.map((error) => error.message)).toEqual([
      'The Miniserver gave no sign of life within 15 s.',
    ]);
  });

  it('waits for the close that follows out-of-service, but not for ever', async () => {
    const polite = await makeBench();
    polite.server.socket.header(MESSAGE_KIND.outOfService, 0);
    expect(polite.ends).toEqual([]);
    polite.server.socket.drop(1000, 'bye');
    const sudden = await makeBench();
    sudden.server.socket.header(MESSAGE_KIND.outOfService, 0);
    await sudden.time.advance(5000);
    for (const { ends, time } of [polite, sudden]) {
      expect(ends[0]?.message).toMatch(/goes out of service/);
      expect(time.armed).toBe(0);
    }
  });

  it('tells those who wait only after it told of its end', async () => {
    const order: string[] = [];
    const { server, connection, ends } = await makeBench((fake) => {
      fake.script = () => 'silence';
    });
    const waiting = connection.request(command('a')).catch(() => order.push(`${ends.length} ends`));
    server.socket.drop(1006, '', 'connection reset');
    await waiting;
    expect(order).toEqual(['1 ends']);
    expect(ends[0]?.details).toEqual({ closeCode: 1006, reason: 'connection reset' });
  });

  it.each([
    [1000, '', { closeCode: 1000 }],
    [4004, '', { closeCode: 4004, reason: 'a user was changed' }],
    [4005, '', { closeCode: 4005, reason: 'our user was changed' }],
    [4006, '', { user: 'admin', code: 4006 }],
    [4007, '', { closeCode: 4007, reason: 'its firmware is being updated' }],
    [4008, '', { closeCode: 4008, reason: 'too many clients are connected' }],
    [
      4003,
      'Forbidden - IP 192.0.2.1 temporarily blocked, too many failed login attempts (38)',
      { retryAfterSeconds: 38 },
    ],
    [4003, 'Forbidden', { retryAfterSeconds: 120 }],
    [4999, 'own words', { closeCode: 4999, reason: 'own words' }],
  ])('reads close code %i with %j', async (code, reason, details) => {
    const { server, ends } = await makeBench();
    server.socket.drop(code, reason);
    expect(ends.map((error) => error.details)).toEqual([details]);
  });

  it('closes with a handshake', async () => {
    const { server, connection, time, ends } = await makeBench();
    await connection.close();
    expect(server.socket.closedWith).toBe(1000);
    expect(ends).toHaveLength(1);
    expect(time.armed).toBe(0);
    await expect(connection.request(command('late'))).rejects.toMatchObject({
      code: 'ERR_LOXONE_CONNECTION_LOST',
    });
  });

  it('cuts the connection when the peer does not close', async () => {
    const { server, connection, time } = await makeBench();
    server.socket.answersClose = false;
    const closing = connection.close();
    await time.advance(1999);
    expect(server.socket.terminated).toBe(false);
    await time.advance(1);
    await closing;
    expect(server.socket.terminated).toBe(true);
    expect(time.armed).toBe(0);
  });

  it('does not send after its end', async () => {
    const { server, connection } = await makeBench();
    server.socket.drop();
    await connection.request(command('late')).catch(() => 'expected');
    expect(server.socket.sent).toEqual([]);
  });
});

describe('Connection.open', () => {
  const refused = Object.assign(new TypeError('fake'), { code: 'ECONNREFUSED' });
  const blocked =
    '<html><errorcode>403</errorcode><errordetail><remaining>38</remaining></errordetail></html>';

  it.each([
    [refused, 'ERR_LOXONE_UNREACHABLE', { host: '192.168.1.10', problem: 'connection refused' }],
    [{ status: 503, body: '' }, 'ERR_LOXONE_BOOTING', { host: '192.168.1.10' }],
    [{ status: 403, body: blocked }, 'ERR_LOXONE_LOCKED_OUT', { retryAfterSeconds: 38 }],
    [
      { status: 200, body: '' },
      'ERR_LOXONE_UNREACHABLE',
      { host: '192.168.1.10', problem: 'it offers no WebSocket' },
    ],
  ])('fails with %j as %s', async (upgrade, code, details) => {
    const opening = makeBench((fake) => {
      fake.upgrade = upgrade;
    });
    await expect(opening).rejects.toMatchObject({ code, details });
  });

  it('gives up after a while', async () => {
    const time = new ManualTime();
    const opening = Connection.open({
      transport: {
        get: () => Promise.reject(refused),
        open: (_handlers, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
      timers: time,
      logger: recordingLogger([]),
      host: 'box',
      user: 'admin',
      signal: new AbortController().signal,
      onTable: () => undefined,
      onEnd: () => undefined,
    });
    const failure = expect(opening).rejects.toMatchObject({ code: 'ERR_LOXONE_TIMEOUT' });
    await time.advance(10_000);
    await failure;
    expect(time.armed).toBe(0);
  });
});
