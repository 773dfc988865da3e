import {
  encodeTextTable,
  encodeValueTable,
  MESSAGE_KIND,
  ZERO_UUID,
} from '@gatehouse/loxone-protocol';
import { uuidFrom } from '../uuid-from.js';
import { type OddControl, withOddControl } from './odd-structures.js';
import type { FaultTargets } from './targets.js';

const CUT_BYTES = 10;
/** A byte that begins no UTF-8 character. */
const NO_UTF8 = 0xff;

/** What is wrong with states and structure files (protocol reference §7, rows 10, 16 to 21, 26). */
export interface DataFaults {
  /** Commands are acknowledged, but no state change is sent; those changes are lost. */
  swallowStates(on: boolean): void;
  /**
   * Another structure file, as after a configuration upload: out of service, sockets closed.
   *
   * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID`; the old one stays then.
   */
  replaceStructure(json: unknown): void;
  /** The same structure file with one odd control more, and another `lastModified`. */
  addOddControl(kind: OddControl): void;
  /** Serves this text for the structure file, whatever it is; `undefined` ends it. */
  serveStructure(text: string | undefined): void;
  /** Sends a text table whose last text is cut short. */
  sendTruncatedText(): void;
  /** Sends a text that is not UTF-8. */
  sendInvalidText(): void;
  /** Sends a header that announces nothing, and nothing after it. */
  sendEmptyPayload(): void;
  /** Sends a value table that is shorter than its header says. */
  sendWrongLength(): void;
  /** Sends a value for a state that no structure has: NaN, −1000, whatever. */
  sendUnknownState(value: number): void;
}

export function dataFaults({ box, listener, replaceHouse }: FaultTargets): DataFaults {
  const { faults } = box;
  const replace = (json: unknown, tolerant = false): void => {
    replaceHouse(json, tolerant);
    for (const session of listener.sessions) session.outOfService();
  };
  const broadcastText = (payload: Uint8Array): void => {
    for (const session of listener.sessions) session.sendRaw(MESSAGE_KIND.texts, payload);
  };
  return {
    swallowStates: (on) => {
      faults.swallowStates = on;
    },
    replaceStructure: (json) => replace(json),
    addOddControl: (kind) => {
      const now = new Date(box.clock.now()).toISOString().replace('T', ' ').slice(0, 19);
      replace(withOddControl(box.house().structure.raw, kind, now), true);
    },
    serveStructure: (text) => {
      faults.structureText = text;
    },
    sendTruncatedText: () => broadcastText(brokenText().subarray(0, -CUT_BYTES)),
    sendInvalidText: () => broadcastText(brokenText().fill(NO_UTF8, -CUT_BYTES)),
    sendEmptyPayload: () => {
      for (const session of listener.sessions) session.announce(MESSAGE_KIND.texts, 0);
    },
    sendWrongLength: () => {
      const payload = unknownValue(1);
      for (const session of listener.sessions) {
        session.announce(MESSAGE_KIND.values, payload.length * 2);
        session.sendBare(payload);
      }
    },
    sendUnknownState: (value) => {
      for (const session of listener.sessions) {
        session.sendRaw(MESSAGE_KIND.values, unknownValue(value));
      }
    },
  };
}

/** For states that no structure has, so that nothing real is harmed. */
function brokenText(): Uint8Array {
  const text = 'This text arrives with its last bytes spoilt.';
  return encodeTextTable([{ uuid: uuidFrom('fault/text'), icon: ZERO_UUID, text }]);
}

function unknownValue(value: number): Uint8Array {
  return encodeValueTable([{ uuid: uuidFrom('fault/value'), value }]);
}
