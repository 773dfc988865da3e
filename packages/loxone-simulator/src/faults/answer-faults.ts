import type { FalseAck, ForcedStyle } from '../server/fault-state.js';
import type { FaultTargets } from './targets.js';

/** What is odd about answers (protocol reference §7, rows 1, 23 and 24; §8.5). */
export interface AnswerFaults {
  /** An estimated header goes before each exact one. */
  estimateHeaders(on: boolean): void;
  /** Each exact header comes twice. */
  duplicateHeaders(on: boolean): void;
  /** State changes come between a command and its answer. */
  eventsBeforeAnswers(on: boolean): void;
  /** Encrypted classic commands are echoed encrypted. */
  encryptedEcho(on: boolean): void;
  /** Files take this long; 0 ends it. */
  slowFiles(ms: number): void;
  /** Answers take this long; 0 ends it. */
  slowAnswers(ms: number): void;
  /** All answers have their code under this key and as this; `undefined` ends it. */
  forceCodes(style: ForcedStyle | undefined): void;
  /** Answers to controls have quotes in their value that nobody escaped. */
  badQuotes(on: boolean): void;
  /**
   * `undone`: commands for controls are acknowledged with 1 and not carried out. `denied`: they are
   * carried out and answered 0. `undefined` ends it.
   */
  falseAcks(kind: FalseAck | undefined): void;
}

export function answerFaults({ box: { faults } }: FaultTargets): AnswerFaults {
  return {
    estimateHeaders: (on) => {
      faults.estimateHeaders = on;
    },
    duplicateHeaders: (on) => {
      faults.duplicateHeaders = on;
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
    slowAnswers: (ms) => {
      faults.slowAnswersMs = ms;
    },
    forceCodes: (style) => {
      faults.forcedStyle = style;
    },
    badQuotes: (on) => {
      faults.badQuotes = on;
    },
    falseAcks: (kind) => {
      faults.falseAcks = kind;
    },
  };
}
