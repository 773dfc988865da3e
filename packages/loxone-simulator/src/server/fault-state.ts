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
  /** Files take this long. */
  slowFilesMs: number;
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
    slowFilesMs: 0,
    structureText: undefined,
  };
}
