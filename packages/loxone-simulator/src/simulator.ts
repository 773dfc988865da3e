import {
  compareFirmware,
  type DiscoveryReply,
  type HashAlgorithm,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/loxone-protocol';
import { createBoxKeys } from './auth/box-keys.js';
import { Gatekeeper } from './auth/gatekeeper.js';
import { Lockout } from './auth/lockout.js';
import { TokenStore } from './auth/tokens.js';
import { Users } from './auth/users.js';
import { createDemoHouse } from './demo/demo-house.js';
import { discoveryReplyOf } from './discovery/upnp.js';
import { type FaultStep, runFaultScript } from './faults/script.js';
import { createFaults, type Faults } from './faults.js';
import { ofGeneration } from './generation.js';
import { House } from './house/house.js';
import { checkOptions, type SimulatorOptions } from './options.js';
import type { Box } from './server/box.js';
import { CommandLog, type ReceivedCommand } from './server/command-log.js';
import { noFaults } from './server/fault-state.js';
import { Listener } from './server/listener.js';
import { Publisher } from './server/publisher.js';
import { Views } from './server/view.js';
import { type SimulatedHouse, simulatedHouse } from './simulated-house.js';
import { type SimulatedUsers, simulatedUsers } from './simulated-users.js';
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
  /**
   * Faults as data, each at its time on the simulator's timers.
   *
   * @returns A function that cancels those that have not happened yet.
   * @throws RangeError when one has no such name; then none happens.
   */
  runFaults(steps: readonly FaultStep[]): () => void;
  /** What the box tells of itself to those who look for it; see `startDiscovery`. */
  discoveryReply(): DiscoveryReply;
  /** Who can log in. Changes close sockets as the box does it. */
  readonly users: SimulatedUsers;
  /** The certificates that TLS is offered with, PEM, root first; for clients that trust it. */
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
/** Whoever does not read what was sent is given up: a house must not fill the memory. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;
const WEB_TOKEN_SECONDS = 43_200;
const APP_TOKEN_SECONDS = 28 * 86_400;
/** `miniserverType` 0 and 1 are boxes of the first generation (protocol reference §1.1). */
const LAST_GEN_1_TYPE = 1;

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
  const parts = await assemble(options);
  const { box, publisher, listener, users } = parts;
  const actualPort = await listener.listen(host, port);
  const stopTicking =
    options.physics === false ? () => undefined : startTicking(parts, { tickMs, speed });
  let stopped: Promise<void> | undefined;
  return {
    url: `${box.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    house: simulatedHouse(box.house),
    commands: box.commands.all,
    faults: parts.faults,
    runFaults: (steps) => runFaultScript(parts.faults, steps, box.timers),
    discoveryReply: () => discoveryReplyOf(box, { address: ipv4Of(host), port: actualPort }),
    users,
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

/** A datagram names an IPv4 address; a box that listens everywhere is found on this machine. */
function ipv4Of(host: string): string {
  return /^\d+(\.\d+){3}$/.test(host) && host !== '0.0.0.0' ? host : '127.0.0.1';
}

function startTicking(
  { box, listener }: Parts,
  { tickMs, speed }: { readonly tickMs: number; readonly speed: number },
): () => void {
  let before = box.clock.now();
  return box.timers.every(tickMs, () => {
    const now = box.clock.now();
    // A clock that was set back must not make blinds travel backwards.
    box.house().tick((Math.max(0, now - before) / 1000) * speed);
    before = now;
    for (const session of listener.sessions) session.checkAge(now);
  });
}

interface Parts {
  readonly box: Box;
  readonly publisher: Publisher;
  readonly listener: Listener;
  readonly faults: Faults;
  readonly users: SimulatedUsers;
}

async function assemble(options: SimulatorOptions): Promise<Parts> {
  const { clock = systemClock, timers = systemTimers, random = systemRandomBytes } = options;
  const { firmware = DEFAULT_FIRMWARE, tls = false, coalesceMs = 20 } = options;
  const faultState = noFaults();
  const publisher = new Publisher({
    states: () => house.states,
    timers,
    coalesceMs,
    faults: faultState,
  });
  const build = (json: unknown, tolerant = false): House =>
    new House(ofGeneration(json, options.generation), {
      clock,
      onChange: () => publisher.schedule(),
      tolerant,
      ...zoneOf(options),
    });
  let house = build(options.structure ?? createDemoHouse());
  const { serialNr, miniserverType = 0 } = house.structure.msInfo;
  const gatekeeper = createGatekeeper(options, firmware);
  const box: Box = {
    clock,
    timers,
    random,
    times: {
      authTimeoutMs: options.authTimeoutMs ?? 5000,
      idleTimeoutMs: options.idleTimeoutMs ?? 300_000,
      coalesceMs,
      maxUnreadBytes: options.maxUnreadBytes ?? MAX_UNREAD_BYTES,
    },
    keys: await createBoxKeys({ serialNr, tls, random, now: clock.now() }),
    gatekeeper,
    faults: faultState,
    commands: new CommandLog(clock),
    firmware,
    generation: options.generation ?? (miniserverType <= LAST_GEN_1_TYPE ? 1 : 2),
    tls,
    house: () => house,
    hasEventSlot: () => publisher.hasSlot,
    views: new Views(() => house, gatekeeper.users),
    operations: {
      reboot: () => faults.reboot(),
      update: () => faults.updateFirmware(),
      removeUser: (name) => users.remove(name),
    },
  };
  const listener = new Listener(box, publisher);
  const users = simulatedUsers({
    gatekeeper,
    sockets: () => listener.sessions,
    now: () => clock.now(),
  });
  const replaceHouse = (json: unknown, tolerant?: boolean): void => {
    house = build(json, tolerant);
  };
  const faults: Faults = createFaults({ box, listener, publisher, users, replaceHouse });
  return { box, publisher, listener, faults, users };
}

function zoneOf({
  utcOffsetMinutes,
  timeZone,
}: SimulatorOptions): Pick<SimulatorOptions, 'utcOffsetMinutes' | 'timeZone'> {
  return {
    ...(utcOffsetMinutes !== undefined && { utcOffsetMinutes }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

function createGatekeeper(options: SimulatorOptions, firmware: string): Gatekeeper {
  const { clock = systemClock, random = systemRandomBytes, user, password } = options;
  const algorithm: HashAlgorithm =
    options.hashAlgorithm ?? (compareFirmware(firmware, SHA256_SINCE) >= 0 ? 'SHA256' : 'SHA1');
  const visuPassword = options.visuPassword ?? password;
  const lifetimes = options.tokenLifetimes ?? { web: WEB_TOKEN_SECONDS, app: APP_TOKEN_SECONDS };
  const owner = { name: user, password, visuPassword, isAdmin: true };
  return new Gatekeeper({
    users: new Users({ algorithm, random, now: () => clock.now() }, [
      owner,
      ...(options.users ?? []),
    ]),
    tokens: new TokenStore(clock, random, lifetimes),
    lockout: new Lockout(clock, options.lockout ?? { failures: 5, seconds: 60 }),
    clock,
    random,
    plainTokens: compareFirmware(firmware, PLAIN_TOKENS_SINCE) >= 0,
  });
}
