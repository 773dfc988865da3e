import { createDemoHouse, type Faults } from '@gatehouse/loxone-simulator';
import type { Seeded } from './seeded.js';
import { type Site, SLOWEST_HANDSHAKE_MS, USER } from './site.js';

/** One fault: with what it is called, and how it ends where it has an end. */
interface FaultCase<Name extends keyof Faults> {
  /** What it is called with. */
  args(seeded: Seeded, site: Site): Parameters<Faults[Name]>;
  /** For those that last. */
  readonly end?: (site: Site) => void;
  /** What the site must know of it beforehand. */
  readonly note?: (site: Site, args: Parameters<Faults[Name]>) => void;
}

/** Those of the faults that take nothing but on and off. */
type SwitchName = {
  [Name in keyof Faults]: Parameters<Faults[Name]> extends [on: boolean] ? Name : never;
}[keyof Faults];

type SwitchCase = FaultCase<SwitchName>;
type SlowCase = FaultCase<'slowHandshake' | 'slowFiles' | 'slowAnswers'>;
type FaultCases = { readonly [Name in keyof Faults]: FaultCase<Name> };

const ODD_CONTROLS = [
  'unknownType',
  'noType',
  'noRoom',
  'noStates',
  'sharedState',
  'stateList',
  'noName',
] as const;
/** Some codes of boxes, and some of whatever stands between. */
const CLOSE_CODES = [1000, 1001, 1011, 4004, 4005, 4007, 4008];

/** Every fault of the simulator; the type names one that has no case. */
const FAULT_CASES: FaultCases = {
  reboot: { args: (seeded) => [{ downMs: seeded.between(200, 90_000) }] },
  updateFirmware: { args: (seeded) => [{ downMs: seeded.between(200, 90_000) }] },
  setBooting: switched('setBooting'),
  dropConnections: { args: () => [] },
  refuseConnections: { args: (seeded) => [seeded.between(100, 40_000)] },
  exhaustConnections: switched('exhaustConnections'),
  occupyEventSlots: {
    args: () => [31],
    end: ({ simulator }) => simulator.faults.occupyEventSlots(0),
  },
  slowHandshake: slow('slowHandshake', SLOWEST_HANDSHAKE_MS),
  lockOut: { args: (seeded) => [seeded.between(1, 108)] },
  halfOpen: switched('halfOpen'),
  closeConnections: {
    args: (seeded) => [seeded.pick(CLOSE_CODES)],
  },
  announceAndClose: { args: () => [] },
  callersAreExternal: switched('callersAreExternal'),
  certificateExpired: switched('certificateExpired'),
  rejectCredentials: {
    args: () => [true],
    note: ({ secrets }) => {
      secrets.rejecting = true;
      secrets.mayBeRejected = true;
    },
    end: ({ simulator, secrets }) => {
      simulator.faults.rejectCredentials(false);
      secrets.rejecting = false;
    },
  },
  changePassword: {
    args: (seeded) => [USER, `another ${seeded.between(0, 9999)}`],
    note: ({ secrets }, [, password]) => {
      secrets.password = password;
      secrets.tokenIsAlive = false;
      secrets.mayBeRejected = true;
    },
  },
  disableUser: {
    args: () => [USER],
    note: ({ secrets }) => {
      secrets.disabled = true;
      secrets.tokenIsAlive = false;
      secrets.mayBeRejected = true;
    },
    end: ({ simulator, secrets }) => {
      simulator.users.change(USER, { enabled: true });
      secrets.disabled = false;
    },
  },
  expireTokens: { args: () => [], note: endToken },
  expireSessions: { args: () => [], note: endToken },
  keepOldExpiry: switched('keepOldExpiry'),
  refuseKeyExchange: { args: (seeded) => [seeded.between(1, 3)] },
  mismatchSalts: { args: (seeded) => [seeded.between(1, 3)] },
  estimateHeaders: switched('estimateHeaders'),
  duplicateHeaders: switched('duplicateHeaders'),
  eventsBeforeAnswers: switched('eventsBeforeAnswers'),
  encryptedEcho: switched('encryptedEcho'),
  slowFiles: slow('slowFiles', 20_000),
  slowAnswers: slow('slowAnswers', 2_000),
  forceCodes: {
    args: (seeded) => [seeded.pick(['Code text', 'Code number', 'code text', 'code number'])],
    end: ({ simulator }) => simulator.faults.forceCodes(undefined),
  },
  badQuotes: switched('badQuotes'),
  falseAcks: {
    args: (seeded) => [seeded.pick(['undone', 'denied'])],
    end: ({ simulator }) => simulator.faults.falseAcks(undefined),
  },
  swallowStates: {
    args: () => [true],
    end: ({ simulator }) => {
      simulator.faults.swallowStates(false);
      // Nobody can know of changes that were never sent: they come with the next dump.
      simulator.faults.dropConnections();
    },
  },
  replaceStructure: { args: (seeded, site) => [rebuilt(seeded, site)] },
  addOddControl: { args: (seeded) => [seeded.pick(ODD_CONTROLS)] },
  serveStructure: {
    args: (seeded) => [seeded.pick(['', '{', '[]', 'not JSON', '{"msInfo":{}}'])],
    end: ({ simulator }) => simulator.faults.serveStructure(undefined),
  },
  sendTruncatedText: { args: () => [] },
  sendInvalidText: { args: () => [] },
  sendEmptyPayload: { args: () => [] },
  sendWrongLength: { args: () => [] },
  sendUnknownState: {
    args: (seeded) => [seeded.pick([Number.NaN, -1000, -1337, Number.POSITIVE_INFINITY, 1])],
  },
};

/** The name of a fault. */
export type FaultName = keyof Faults;

/** A fault and what it is called with, ready to happen. */
export interface PlannedFault {
  readonly name: FaultName;
  readonly args: readonly unknown[];
  /** Makes it happen. */
  apply(): void;
  /** Ends it, if it lasts. */
  end(): void;
}

/** Decides what a fault is called with. */
export function planFault<Name extends FaultName>(
  name: Name,
  seeded: Seeded,
  site: Site,
): PlannedFault {
  const { args: choose, note }: FaultCase<Name> = FAULT_CASES[name];
  const args = choose(seeded, site);
  return {
    name,
    args,
    apply: () => {
      // Logins before are judged by what held before.
      site.ledger.settle();
      note?.(site, args);
      Reflect.apply(site.simulator.faults[name], site.simulator.faults, args);
    },
    end: () => endFault(name, site),
  };
}

/** Ends what lasts. */
function endFault(name: FaultName, site: Site): void {
  site.ledger.settle();
  FAULT_CASES[name].end?.(site);
}

function endToken({ secrets }: Site): void {
  secrets.tokenIsAlive = false;
}

/** A fault that is switched on, and off to end it. */
function switched(name: SwitchName): SwitchCase {
  return { args: () => [true], end: ({ simulator }) => simulator.faults[name](false) };
}

/** A fault that makes something take long; 0 ends it. */
function slow(name: 'slowHandshake' | 'slowFiles' | 'slowAnswers', mostMs: number): SlowCase {
  return {
    args: (seeded) => [seeded.between(50, mostMs)],
    end: ({ simulator }) => simulator.faults[name](0),
  };
}

/** The demo house without one of its controls, of a version that nobody has seen. */
function rebuilt(seeded: Seeded, site: Site): unknown {
  const house = createDemoHouse();
  if (!isHouse(house)) throw new TypeError('the demo house is not as expected');
  const removed = seeded.pick(Object.keys(house.controls));
  const controls = Object.entries(house.controls).filter(([id]) => id !== removed);
  return {
    ...house,
    lastModified: `version ${site.time.now()}-${seeded.between(0, 1e9)}`,
    controls: Object.fromEntries(controls),
  };
}

function isHouse(value: unknown): value is { readonly controls: object } {
  return typeof value === 'object' && value !== null && 'controls' in value;
}

/** Every fault that has a case. */
export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULT_CASES).filter(isFaultName);

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULT_CASES, name);
}
