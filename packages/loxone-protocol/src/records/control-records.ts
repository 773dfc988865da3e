import { malformedAnswer } from '../errors.js';
import { isJsonObject, type JsonObject, parseEmbeddedJson } from '../json.js';
import { decodeList, number, type RecordCodec, recordCodec, text, texts } from './record-codec.js';

/** Something that happened to a control: `gethistory` (protocol reference §4.5). */
export interface HistoryEntry {
  /** Unix seconds. */
  readonly time: number;
  /** In the words of the house: `On`. */
  readonly what: string;
  /** Who or what did it. */
  readonly trigger?: string;
  /** `user`, `control`, `logic`, `automaticRule`, `scene`, `centralGw`, `device`, `generic`, … */
  readonly triggerType?: string;
  readonly triggerUuid?: string;
  readonly impacts: readonly string[];
}

/**
 * What `securedDetails` tells of an intercom. Holds passwords of the camera and the telephone: use it
 * for connecting, never for showing.
 */
export interface SecuredDetails {
  readonly video?: {
    readonly streamUrl?: string;
    readonly alertImage?: string;
    readonly user?: string;
    readonly password?: string;
  };
  readonly audio?: { readonly host?: string; readonly user?: string; readonly password?: string };
}

type Video = NonNullable<SecuredDetails['video']>;
type Audio = NonNullable<SecuredDetails['audio']>;

const MAX_NOTE_CHARS = 500;

const HISTORY: RecordCodec<HistoryEntry> = recordCodec<HistoryEntry>(
  {
    time: number('ts'),
    what: text('what'),
    trigger: text('trigger'),
    triggerType: text('triggerType'),
    triggerUuid: text('triggerUuid'),
    impacts: texts('impacts'),
  },
  ['time', 'what'],
);

const VIDEO: RecordCodec<Video> = recordCodec<Video>(
  {
    streamUrl: text('streamUrl'),
    alertImage: text('alertImage'),
    user: text('user'),
    password: text('pass'),
  },
  [],
);

const AUDIO: RecordCodec<Audio> = recordCodec<Audio>(
  { host: text('host'), user: text('user'), password: text('pass') },
  [],
);

/**
 * Reads the value of `gethistory`, a list or its text. Entries without a time or a word are left out.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no list.
 */
export function parseHistory(value: unknown): readonly HistoryEntry[] {
  const list = parseEmbeddedJson(value);
  if (!Array.isArray(list)) {
    throw malformedAnswer('The history cannot be understood', 'it is not a list');
  }
  return decodeList(HISTORY, list);
}

/** The list that the Miniserver answers. */
export function formatHistory(entries: readonly HistoryEntry[]): readonly JsonObject[] {
  return entries.map((entry) => HISTORY.encode(entry));
}

/** Reads the value of `controlnotes`: at most 500 characters of plain text; empty for anything else. */
export function parseControlNotes(value: unknown): string {
  return typeof value === 'string' ? Array.from(value).slice(0, MAX_NOTE_CHARS).join('') : '';
}

/**
 * Reads the value of `securedDetails`, an object or its text.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no object.
 */
export function parseSecuredDetails(value: unknown): SecuredDetails {
  const fields = parseEmbeddedJson(value);
  if (!isJsonObject(fields)) {
    throw malformedAnswer('The secured details cannot be understood', 'they are not an object');
  }
  const video = VIDEO.decode(fields.videoInfo);
  const audio = AUDIO.decode(fields.audioInfo);
  return { ...(video !== undefined && { video }), ...(audio !== undefined && { audio }) };
}

/** The object that the Miniserver answers. */
export function formatSecuredDetails({ video, audio }: SecuredDetails): JsonObject {
  return {
    ...(video !== undefined && { videoInfo: VIDEO.encode(video) }),
    ...(audio !== undefined && { audioInfo: AUDIO.encode(audio) }),
  };
}
