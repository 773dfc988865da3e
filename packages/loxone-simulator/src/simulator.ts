import {
  compareFirmware,
  type HashAlgorithm,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/loxone-protocol';
import { Account } from './auth/account.js';
import { createBoxKeys } from './auth/box-keys.js';
import { Gatekeeper } from './auth/gatekeeper.js';
import { Lockout } from './auth/lockout.js';
import { TokenStore } from './auth/tokens.js';
import { createDemoHouse } from './demo/demo-house.js';
import { createFaults, type Faults } from './faults.js';
import { House } from './house/house.js';
import { checkOptions, type SimulatorOptions } from './options.js';
import type { Box } from './server/box.js';
import { CommandLog, type ReceivedCommand } from './server/command-log.js';
import { noFaults } from './server/fault-state.js';
import { Listener } from './server/listener.js';
import { Publisher } from './server/publisher.js';
import { type SimulatedHouse, simulatedHouse } from './simulated-house.js';
import { systemTimers } from './time.js';

/** A running Miniserver that is none. */
export interface Simulator {
  /** `http://127.0.0.1:7777`, or `https:` with TLS. */
  readonly url: string;
  readonly port: number;
  readonly house: SimulatedHouse;
  /** Every command that was received, decrypted, oldest first; at most the last 10,000. */
  readonly commands: readonly ReceivedCommand[];
  readonly faults: Faults;
  /** The certificate that TLS is offered with, PEM; for clients that want to trust it. */
  readonly certificate: string;
  /** Every token that was given out, oldest first: for tests that look for leaks. */
  issuedTokens(): readonly string[];
  /** How many sockets are open. */
  connections(): number;
  /** Closes every connection and frees the port. May be called more than once. */
  stop(): Promise<void>;
}

const DEFAULT_FIRMWARE = '14.5.12.7';
const SHA256_SINCE = '10.3';
const PLAIN_TOKENS_SINCE = '11.2';
const WEB_TOKEN_SECONDS = 43_200;
const APP_TOKEN_SECONDS = 28 * 86_400;

/**
 * Starts a Miniserver that speaks HTTP and WebSocket as a real one does.
 *
 * @throws TypeError or RangeError for options that cannot be right; LoxoneError
 *   `ERR_LOXONE_STRUCTURE_INVALID` naming the field, or `ERR_LOXONE_UNREACHABLE` when it cannot
 *   listen on that address.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  checkOptions(options);
  const { host = '127.0.0.1', port = 0, tickMs = 1000, speed = 1 } = options;
  const { box, publisher, replaceHouse } = await assemble(options);
  const listener = new Listener(box, publisher);
  const actualPort = await listener.listen(host, port);
  let before = box.clock.now();
  const stopTicking = box.timers.every(tickMs, () => {
    const now = box.clock.now();
    // A clock that was set back must not make blinds travel backwards.
    box.house().tick((Math.max(0, now - before) / 1000) * speed);
    before = now;
    for (const session of listener.sessions) session.checkAge(now);
  });
  let stopped: Promise<void> | undefined;
  return {
    url: `${box.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    house: simulatedHouse(box.house),
    commands: box.commands.all,
    faults: createFaults({ box, listener, replaceHouse }),
    certificate: box.keys.certificate,
    issuedTokens: () => box.gatekeeper.tokens.issued,
    connections: () => listener.sessions.size,
    stop: () => {
      stopTicking();
      publisher.stop();
      stopped ??= listener.close();
      return stopped;
    },
  };
}

interface Parts {
  readonly box: Box;
  readonly publisher: Publisher;
  readonly replaceHouse: (json: unknown) => void;
}

async function assemble(options: SimulatorOptions): Promise<Parts> {
  const { clock = systemClock, timers = systemTimers, random = systemRandomBytes } = options;
  const { firmware = DEFAULT_FIRMWARE, tls = false, utcOffsetMinutes, coalesceMs = 20 } = options;
  const faults = noFaults();
  const publisher = new Publisher({ states: () => house.states, timers, coalesceMs, faults });
  const build = (json: unknown): House =>
    new House(json, {
      clock,
      onChange: () => publisher.schedule(),
      ...(utcOffsetMinutes !== undefined && { utcOffsetMinutes }),
    });
  let house = build(options.structure ?? createDemoHouse());
  const { serialNr } = house.structure.msInfo;
  const box: Box = {
    clock,
    timers,
    random,
    times: {
      authTimeoutMs: options.authTimeoutMs ?? 5000,
      idleTimeoutMs: options.idleTimeoutMs ?? 300_000,
      coalesceMs,
    },
    keys: await createBoxKeys({ serialNr, tls, random, now: clock.now() }),
    gatekeeper: createGatekeeper(options, firmware),
    faults,
    commands: new CommandLog(clock),
    firmware,
    tls,
    house: () => house,
    hasEventSlot: () => publisher.hasSlot,
  };
  return {
    box,
    publisher,
    replaceHouse: (json) => {
      house = build(json);
    },
  };
}

function createGatekeeper(options: SimulatorOptions, firmware: string): Gatekeeper {
  const { clock = systemClock, random = systemRandomBytes, user, password } = options;
  const algorithm: HashAlgorithm =
    options.hashAlgorithm ?? (compareFirmware(firmware, SHA256_SINCE) >= 0 ? 'SHA256' : 'SHA1');
  const visuPassword = options.visuPassword ?? password;
  const lifetimes = options.tokenLifetimes ?? { web: WEB_TOKEN_SECONDS, app: APP_TOKEN_SECONDS };
  return new Gatekeeper({
    account: new Account({ user, password, visuPassword, algorithm, random }),
    tokens: new TokenStore(clock, random, lifetimes),
    lockout: new Lockout(clock, options.lockout ?? { failures: 5, seconds: 60 }),
    clock,
    random,
    plainTokens: compareFirmware(firmware, PLAIN_TOKENS_SINCE) >= 0,
  });
}
