/** How the status code of every answer is written. */
export type ForcedStyle = 'Code text' | 'Code number' | 'code text' | 'code number';

/** See `Faults.falseAcks`. */
export type FalseAck = 'undone' | 'denied';

/** Which faults are switched on right now; everything is off in a healthy box. */
export interface FaultState {
  /** HTTP and upgrades are answered 503. */
  booting: boolean;
  /** State changes are not sent. */
  swallowStates: boolean;
  /** Nothing is answered any more, but connections stay open. */
  halfOpen: boolean;
  /** An estimated header goes before each exact one (protocol reference §3.2). */
  estimateHeaders: boolean;
  /** State changes are sent between a command and its answer (§7, 23). */
  eventsBeforeAnswers: boolean;
  /** `control` of encrypted commands is echoed encrypted, as older firmware does (§2.3). */
  encryptedEcho: boolean;
  /** Each exact header comes twice. */
  duplicateHeaders: boolean;
  /** There are too many connections: 901. */
  exhausted: boolean;
  /** Upgrades take this long. */
  slowHandshakeMs: number;
  /** Refreshing a token does not prolong its socket (§7, 11). */
  keepOldExpiry: boolean;
  /** How many more of these are answered 401. */
  refusedKeyExchanges: number;
  refusedSalts: number;
  forcedStyle: ForcedStyle | undefined;
  badQuotes: boolean;
  falseAcks: FalseAck | undefined;
  slowAnswersMs: number;
  /** Files take this long. */
  slowFilesMs: number;
  /** Whether the box takes its callers for local ones (§7, 27). */
  isLocal: boolean;
  /** 1: fine, 2: the certificate has expired (§1.2). */
  httpsStatus: 1 | 2;
  /** Served in place of the structure file. */
  structureText: string | undefined;
}

export function noFaults(): FaultState {
  return {
    booting: false,
    swallowStates: false,
    halfOpen: false,
    estimateHeaders: false,
    eventsBeforeAnswers: false,
    encryptedEcho: false,
    duplicateHeaders: false,
    exhausted: false,
    slowHandshakeMs: 0,
    keepOldExpiry: false,
    refusedKeyExchanges: 0,
    refusedSalts: 0,
    forcedStyle: undefined,
    badQuotes: false,
    falseAcks: undefined,
    slowAnswersMs: 0,
    slowFilesMs: 0,
    isLocal: true,
    httpsStatus: 1,
    structureText: undefined,
  };
}
