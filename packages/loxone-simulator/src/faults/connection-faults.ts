import { CLOSE_CODES } from '@gatehouse/loxone-protocol';
import type { FaultTargets } from './targets.js';

const DEFAULT_DOWN_MS = 2000;

/** What goes wrong with connections (protocol reference §7, rows 4 to 8, 11 and 14). */
export interface ConnectionFaults {
  /** Announces it, closes every socket, answers 503 for `downMs` (default 2,000), then is back. */
  reboot(options?: { readonly downMs?: number }): void;
  /** Like a reboot, but sockets are closed with 4007. */
  updateFirmware(options?: { readonly downMs?: number }): void;
  /** HTTP requests and upgrades get 503. Open sockets stay. */
  setBooting(on: boolean): void;
  /** Cuts every connection without a closing handshake. */
  dropConnections(): void;
  /** Nobody listens on the port for so long: connections are refused. Open sockets stay. */
  refuseConnections(ms: number): void;
  /** Too many connections: requests get 503 with error 901, sockets answer 901 and close. */
  exhaustConnections(on: boolean): void;
  /** So many of the 31 places for live updates are taken by others; one more is closed with 4008. */
  occupyEventSlots(count: number): void;
  /** Upgrades to a socket take this long; 0 ends it. */
  slowHandshake(ms: number): void;
  /** Blocks every address: 403 and close code 4003 with the seconds that remain. */
  lockOut(seconds: number): void;
  /** Connections stay open, but nothing is answered, keepalives included. */
  halfOpen(on: boolean): void;
  /** Closes every socket with a code of the box, for example 4005. */
  closeConnections(code: number): void;
  /** Announces a payload and closes before it comes. */
  announceAndClose(): void;
  /** The box takes its callers for external ones: `local:false`. */
  callersAreExternal(on: boolean): void;
  /** The box says that its certificate has expired: `httpsStatus` 2. */
  certificateExpired(on: boolean): void;
}

export function connectionFaults({ box, listener, publisher }: FaultTargets): ConnectionFaults {
  const { faults, gatekeeper } = box;
  let endOfBoot = (): void => undefined;
  const boot = (downMs: number): void => {
    gatekeeper.keys.clear();
    faults.booting = true;
    // Rebooting again while it boots makes it wait for the second time to be over.
    endOfBoot();
    endOfBoot = box.timers.after(downMs, () => {
      faults.booting = false;
    });
  };
  return {
    reboot: ({ downMs = DEFAULT_DOWN_MS } = {}) => {
      for (const session of listener.sessions) session.outOfService();
      boot(downMs);
    },
    updateFirmware: ({ downMs = DEFAULT_DOWN_MS } = {}) => {
      for (const session of listener.sessions) session.outOfService(CLOSE_CODES.firmwareUpdate);
      boot(downMs);
    },
    setBooting: (on) => {
      endOfBoot();
      faults.booting = on;
    },
    dropConnections: () => {
      for (const session of listener.sessions) session.drop();
    },
    refuseConnections: (ms) => {
      listener.pause();
      box.timers.after(ms, () => listener.resume());
    },
    exhaustConnections: (on) => {
      faults.exhausted = on;
    },
    occupyEventSlots: (count) => publisher.occupy(count),
    slowHandshake: (ms) => {
      faults.slowHandshakeMs = ms;
    },
    lockOut: (seconds) => gatekeeper.lockout.blockEverybody(seconds),
    halfOpen: (on) => {
      faults.halfOpen = on;
    },
    closeConnections: (code) => {
      for (const session of listener.sessions) session.close(code);
    },
    announceAndClose: () => {
      for (const session of listener.sessions) session.announceAndClose();
    },
    callersAreExternal: (on) => {
      faults.isLocal = !on;
    },
    certificateExpired: (on) => {
      faults.httpsStatus = on ? 2 : 1;
    },
  };
}
