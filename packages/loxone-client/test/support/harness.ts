import type { HomeChange, HomeStatus } from '@gatehouse/loxone-controls';
import { createLoxoneClient, type LoxoneClient } from '../../src/client.js';
import type { LoxoneClientOptions } from '../../src/options.js';
import type { LogFields, LoxoneLogger } from '../../src/ports.js';
import { FakeMiniserver, type FakeOptions } from './fake-miniserver.js';
import { ManualTime, turns } from './manual-time.js';

/** A client, its Miniserver, and the time that both live in. */
export interface Harness {
  readonly server: FakeMiniserver;
  readonly time: ManualTime;
  readonly client: LoxoneClient;
  readonly changes: HomeChange[];
  readonly logs: string[];
  status(): HomeStatus;
}

/** A logger that keeps every line, fields included. */
export function recordingLogger(lines: string[]): LoxoneLogger {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** The middle of every jitter. */
export const middling = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes[0] = 0x80;
  return bytes;
};

/** A client of a fake Miniserver; not started yet. */
export function makeHarness(
  fake: FakeOptions = {},
  options: Partial<LoxoneClientOptions> = {},
): Harness {
  const time = new ManualTime();
  const server = new FakeMiniserver({ now: () => time.now(), ...fake });
  const logs: string[] = [];
  const client = createLoxoneClient({
    host: '192.168.1.10',
    user: 'admin',
    password: 'correct horse',
    clock: time,
    timers: time,
    random: middling,
    logger: recordingLogger(logs),
    transport: server,
    ...options,
  });
  const changes: HomeChange[] = [];
  client.home.onChange((change) => changes.push(change));
  return { server, time, client, changes, logs, status: () => client.home.status() };
}

/** Starts a client and brings it live. */
export async function goLive(harness: Harness): Promise<void> {
  harness.client.start();
  await turns();
  // A house whose states were not scripted sends no table; the client waits a moment for one.
  if (harness.status().phase !== 'live') await harness.time.advance(2_000);
}
