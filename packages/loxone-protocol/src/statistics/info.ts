import { malformedAnswer } from '../errors.js';
import { type JsonObject, parseEmbeddedJson } from '../json.js';
import { decodeList, number, type RecordCodec, recordCodec } from '../records/record-codec.js';

/** Since when a group of the second generation is recorded (protocol reference §6.2). */
export interface StatisticInfo {
  readonly group: number;
  /** Unix seconds. */
  readonly activeSince: number;
}

const INFO: RecordCodec<StatisticInfo> = recordCodec<StatisticInfo>(
  { group: number('id'), activeSince: number('activeSince') },
  ['group', 'activeSince'],
);

/**
 * Reads the value of `getStatisticInfo`, a list or its text.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no list.
 */
export function parseStatisticInfo(value: unknown): readonly StatisticInfo[] {
  const list = parseEmbeddedJson(value);
  if (!Array.isArray(list)) {
    throw malformedAnswer('What is recorded cannot be understood', 'it is not a list');
  }
  return decodeList(INFO, list);
}

/** The list that the Miniserver answers. */
export function formatStatisticInfo(infos: readonly StatisticInfo[]): readonly JsonObject[] {
  return infos.map((info) => INFO.encode(info));
}
