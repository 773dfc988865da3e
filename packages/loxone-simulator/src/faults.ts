import { encodeTextTable, MESSAGE_KIND, ZERO_UUID } from '@gatehouse/loxone-protocol';
import type { Box } from './server/box.js';
import type { Listener } from './server/listener.js';
import { uuidFrom } from './uuid-from.js';

const DEFAULT_DOWN_MS = 2000;
const CUT_BYTES = 10;
/** A byte that begins no UTF-8 character. */
const NO_UTF8 = 0xff;

/** Everything that can be made to go wrong (protocol reference §7). */
export interface Faults {
  /** Announces it, closes every socket, answers 503 for `downMs` (default 2,000), then is back. */
  reboot(options?: { readonly downMs?: number }): void;
  /** HTTP requests and upgrades get 503. Open sockets stay. */
  setBooting(on: boolean): void;
  /** Cuts every connection without a closing handshake. */
  dropConnections(): void;
  /** Passwords and tokens are refused, and counted as failures. */
  rejectCredentials(on: boolean): void;
  /** Commands are acknowledged, but no state change is sent; those changes are lost. */
  swallowStates(on: boolean): void;
  /**
   * Another structure file, as after a configuration upload: out of service, sockets closed.
   *
   * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID`; the old one stays then.
   */
  replaceStructure(json: unknown): void;
  /** Serves this text for the structure file, whatever it is; `undefined` ends it. */
  serveStructure(text: string | undefined): void;
  /** Blocks every address: 403 and close code 4003 with the seconds that remain. */
  lockOut(seconds: number): void;
  /** Connections stay open, but nothing is answered, keepalives included. */
  halfOpen(on: boolean): void;
  /** An estimated header goes before each exact one. */
  estimateHeaders(on: boolean): void;
  /** State changes come between a command and its answer. */
  eventsBeforeAnswers(on: boolean): void;
  /** Encrypted classic commands are echoed encrypted. */
  encryptedEcho(on: boolean): void;
  /** Files take this long; 0 ends it. */
  slowFiles(ms: number): void;
  /** All tokens become invalid; open sockets stay. */
  expireTokens(): void;
  /** Closes every socket with a code of the box, for example 4005. */
  closeConnections(code: number): void;
  /** Sends a text table whose last text is cut short. */
  sendTruncatedText(): void;
  /** Sends a text that is not UTF-8. */
  sendInvalidText(): void;
  /** Announces a payload and closes before it comes. */
  announceAndClose(): void;
}

/** What faults act on. */
export interface FaultTargets {
  readonly box: Box;
  readonly listener: Listener;
  readonly replaceHouse: (json: unknown) => void;
}

export function createFaults({ box, listener, replaceHouse }: FaultTargets): Faults {
  const { faults, gatekeeper } = box;
  let endOfBoot = (): void => undefined;
  const outOfService = (): void => {
    for (const session of listener.sessions) session.outOfService();
  };
  const broadcastText = (payload: Uint8Array): void => {
    for (const session of listener.sessions) session.sendRaw(MESSAGE_KIND.texts, payload);
  };
  return {
    reboot: ({ downMs = DEFAULT_DOWN_MS } = {}) => {
      outOfService();
      gatekeeper.keys.clear();
      faults.booting = true;
      // Rebooting again while it boots makes it wait for the second time to be over.
      endOfBoot();
      endOfBoot = box.timers.after(downMs, () => {
        faults.booting = false;
      });
    },
    setBooting: (on) => {
      endOfBoot();
      faults.booting = on;
    },
    serveStructure: (text) => {
      faults.structureText = text;
    },
    dropConnections: () => {
      for (const session of listener.sessions) session.drop();
    },
    rejectCredentials: (on) => {
      gatekeeper.rejectsEverything = on;
    },
    swallowStates: (on) => {
      faults.swallowStates = on;
    },
    replaceStructure: (json) => {
      replaceHouse(json);
      outOfService();
    },
    lockOut: (seconds) => gatekeeper.lockout.blockEverybody(seconds),
    halfOpen: (on) => {
      faults.halfOpen = on;
    },
    estimateHeaders: (on) => {
      faults.estimateHeaders = on;
    },
    eventsBeforeAnswers: (on) => {
      faults.eventsBeforeAnswers = on;
    },
    encryptedEcho: (on) => {
      faults.encryptedEcho = on;
    },
    slowFiles: (ms) => {
      faults.slowFilesMs = ms;
    },
    expireTokens: () => gatekeeper.tokens.clear(),
    closeConnections: (code) => {
      for (const session of listener.sessions) session.close(code);
    },
    sendTruncatedText: () => broadcastText(brokenText().subarray(0, -CUT_BYTES)),
    sendInvalidText: () => broadcastText(brokenText().fill(NO_UTF8, -CUT_BYTES)),
    announceAndClose: () => {
      for (const session of listener.sessions) session.announceAndClose();
    },
  };
}

/** For a state that no structure has, so that nothing real is harmed. */
function brokenText(): Uint8Array {
  const text = 'This text arrives with its last bytes spoilt.';
  return encodeTextTable([{ uuid: uuidFrom('fault/text'), icon: ZERO_UUID, text }]);
}
