import { malformedAnswer } from '../errors.js';
import { isJsonObject, type JsonObject, parseEmbeddedJson } from '../json.js';
import {
  choice,
  decodeList,
  flag,
  number,
  numbers,
  type RecordCodec,
  recordCodec,
  text,
  texts,
} from './record-codec.js';

/** How much a message matters. */
export type MessageSeverity = 'info' | 'warning' | 'error';

/** One message of the Miniserver to the owner (protocol reference §6.5). Times are unix seconds. */
export interface MessageEntry {
  readonly id: string;
  /** Number of the kind of event. */
  readonly eventId?: number;
  readonly severity?: MessageSeverity;
  readonly title: string;
  /** May hold `<br>`. */
  readonly description?: string;
  /** What it is about, in words. */
  readonly affectedName?: string;
  readonly affectedUuids: readonly string[];
  readonly source?: string;
  readonly room?: string;
  readonly installationPlace?: string;
  /** When it happened, each time. */
  readonly timestamps: readonly number[];
  readonly isHistoric: boolean;
  readonly historicSince?: number;
  readonly confirmedAt?: number;
  readonly readAt?: number;
  /** Shown, but cannot be acted on, in the visualisation. */
  readonly isVisuLocked: boolean;
  readonly helpLink?: string;
}

/** What `getEntries/2` answers. */
export interface MessageList {
  /** Not everything is shown to this user. */
  readonly isLimitedUser: boolean;
  readonly entries: readonly MessageEntry[];
}

const SEVERITIES: ReadonlyMap<number, MessageSeverity> = new Map([
  [1, 'info'],
  [2, 'warning'],
  [3, 'error'],
]);

const ENTRY: RecordCodec<MessageEntry> = recordCodec<MessageEntry>(
  {
    id: text('entryUuid'),
    eventId: number('eventId'),
    severity: choice('severity', SEVERITIES),
    title: text('title'),
    description: text('desc'),
    affectedName: text('affectedName'),
    affectedUuids: texts('affectedUuids'),
    source: text('sourceUuid'),
    room: text('roomUuid'),
    installationPlace: text('installationPlace'),
    timestamps: numbers('timestamps'),
    isHistoric: flag('isHistoric'),
    historicSince: number('setHistoricAt'),
    confirmedAt: number('confirmedAt'),
    readAt: number('readAt'),
    isVisuLocked: flag('isVisuLocked'),
    helpLink: text('helpLink'),
  },
  ['id', 'title'],
);

/**
 * Reads the value of `getEntries/2`, an object or its text. Entries without id or title are left out.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no object.
 */
export function parseMessageList(value: unknown): MessageList {
  const fields = parseEmbeddedJson(value);
  if (!isJsonObject(fields)) {
    throw malformedAnswer('The messages cannot be understood', 'they are not an object');
  }
  return {
    isLimitedUser: fields.isLimitedUser === true,
    entries: decodeList(ENTRY, fields.entries),
  };
}

/** What the Miniserver answers. */
export function formatMessageList(list: MessageList): JsonObject {
  return {
    isLimitedUser: list.isLimitedUser,
    entries: list.entries.map((entry) => ENTRY.encode(entry)),
  };
}
