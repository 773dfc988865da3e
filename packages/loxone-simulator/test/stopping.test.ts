import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../src/index.js';
import { ManualTime } from './support/manual-time.js';
import { RawSocket } from './support/raw-socket.js';
import { get, PASSWORD, start, USER } from './support/simulators.js';

const CREDENTIALS = { user: USER, password: PASSWORD };

describe('a simulator that is stopped', () => {
  it('does not wait for handshakes that are made to wait', async () => {
    // Its time stands still: a handshake that waits would wait for ever.
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await startSimulator({
      ...CREDENTIALS,
      clock: time.clock,
      timers: time.timers,
    });
    simulator.faults.slowHandshake(60_000);
    const opening = [RawSocket.open(simulator.url), RawSocket.open(simulator.url)].map((socket) =>
      socket.then(
        () => 'opened',
        () => 'cut',
      ),
    );
    // Both upgrades have come when a request that came after them is answered.
    await get(simulator, 'jdev/cfg/api', {});
    await simulator.stop();
    expect(await Promise.all(opening)).toEqual(['cut', 'cut']);
    time.advance(60_000);
    expect(simulator.connections()).toBe(0);
  });

  it('forgets a handshake whose client has gone', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    simulator.faults.slowHandshake(1000);
    const client = connect(simulator.port, '127.0.0.1');
    const closed = once(client, 'close');
    client.write(
      'GET /ws/rfc6455 HTTP/1.1\r\nHost: box\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await get(simulator, 'jdev/cfg/api', {});
    client.destroy();
    await closed;
    await get(simulator, 'jdev/cfg/api', {});
    time.advance(1000);
    expect(simulator.connections()).toBe(0);
  });
});
