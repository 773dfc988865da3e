import {
  decodeText,
  MESSAGE_KIND,
  type MessageKind,
  type RecordedPayload,
} from '@gatehouse/loxone-protocol';
import type { Disguise } from './disguise.js';
import { type ScrubbedCommand, scrubCommand } from './scrub-command.js';
import { scrubText } from './scrub-json.js';
import { type ScrubbedStructure, scrubStructure } from './scrub-structure.js';
import { scrubTable } from './scrub-tables.js';

/** What is remembered of a structure file across the connections of one recording. */
export interface SeenStructure {
  personalStates: ReadonlySet<string> | undefined;
}

/** Scrubs the messages of one connection: answers come in the order of their commands. */
export class SessionScrubber {
  readonly #disguise: Disguise;
  readonly #seen: SeenStructure;
  readonly #asked: ScrubbedCommand['answer'][] = [];

  constructor(disguise: Disguise, seen: SeenStructure) {
    this.#disguise = disguise;
    this.#seen = seen;
  }

  /** A command on its way to the Miniserver. */
  sent(text: string): RecordedPayload {
    if (text === 'keepalive') return { text };
    const { payload, answer } = scrubCommand(text, this.#disguise);
    this.#asked.push(answer);
    return payload;
  }

  /** A message of the Miniserver with a payload. */
  received(kind: MessageKind, data: Uint8Array, isBinary: boolean): RecordedPayload {
    if (kind !== MESSAGE_KIND.text && kind !== MESSAGE_KIND.file) return this.#table(kind, data);
    // Nobody asked for what comes without a command: code 420, for example.
    const answer = this.#asked.shift() ?? 'told';
    if (answer === 'omitted') return { omitted: 'answer' };
    if (answer === 'structure') return this.#structure(decodeText(data));
    if (isBinary) return answer === 'binary' ? { bytes: data } : { omitted: 'file' };
    const text = decodeText(data);
    return isTelling(text)
      ? { text: scrubText(text, this.#disguise) }
      : { omitted: 'answer that cannot be read' };
  }

  #structure(text: string): RecordedPayload {
    const scrubbed: ScrubbedStructure | undefined = scrubStructure(text, this.#disguise);
    if (scrubbed === undefined) return { omitted: 'structure file that cannot be read' };
    this.#seen.personalStates = scrubbed.personalStates;
    return { text: scrubbed.text };
  }

  #table(kind: MessageKind, data: Uint8Array): RecordedPayload {
    const { personalStates } = this.#seen;
    if (kind === MESSAGE_KIND.texts && personalStates === undefined) {
      return { omitted: 'texts before the structure file' };
    }
    const bytes = scrubTable(kind, data, this.#disguise, personalStates ?? new Set());
    return bytes === undefined ? { omitted: 'message' } : { bytes };
  }
}

/** Only JSON can be looked through; anything else may be encrypted or worse. */
function isTelling(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
