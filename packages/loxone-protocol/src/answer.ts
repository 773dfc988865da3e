import { parseBadlyQuotedEnvelope } from './badly-quoted-envelope.js';
import { type LoxoneError, malformedAnswer } from './errors.js';
import { isJsonObject, type JsonObject, tryParseJson } from './json.js';
import { parseXmlEnvelope } from './xml.js';

/** What the Miniserver answered to one command (protocol reference §0.1). */
export interface Answer {
  /** Echo of the command, mostly without its leading `j`. */
  readonly control: string;
  /** Status as in §2.7; 2xx is success. */
  readonly code: number;
  /** Text, number, boolean, null, object, array, or text that holds JSON. */
  readonly value: unknown;
  /** What stood beside the value, for example `output0` of a control's `/all`. */
  readonly extra: JsonObject;
}

/** What {@link formatAnswer} writes. */
export interface AnswerParts {
  readonly control: string;
  readonly value: unknown;
  readonly code: number;
  /** Classic commands answer `"Code":"200"`, the native JSON ones (`getkey2`, `getjwt`) `"code":200`. */
  readonly codeKey?: 'Code' | 'code';
  readonly extra?: JsonObject;
}

const CODE_PATTERN = /^\s*\d{1,6}\s*$/;

/**
 * Reads an answer: JSON or XML, whichever spelling and type its code has, also with the
 * wrongly escaped user text that real boxes send.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no envelope or has no usable code.
 */
export function parseAnswer(text: string): Answer {
  const fields = parseEnvelope(text);
  if (fields === undefined) throw malformed('it is not an LL envelope');
  let control: unknown;
  let code: unknown;
  let value: unknown = null;
  const extra: [string, unknown][] = [];
  for (const [key, field] of Object.entries(fields)) {
    if (key === 'control') control = field;
    else if (key === 'value') value = field;
    else if (key === 'Code' || key === 'code') code = field;
    else extra.push([key, field]);
  }
  if (typeof control !== 'string') throw malformed('"control" is missing or not text');
  return { control, code: readCode(code), value, extra: Object.fromEntries(extra) };
}

/** Writes an answer as the box does; its code is text under `Code` and a number under `code`. */
export function formatAnswer(parts: AnswerParts): string {
  const { control, value, code, codeKey = 'Code', extra = {} } = parts;
  const fields =
    codeKey === 'code'
      ? { control, code, value, ...extra }
      : { control, value, Code: String(code), ...extra };
  return JSON.stringify({ LL: fields });
}

function parseEnvelope(text: string): JsonObject | undefined {
  const json = tryParseJson(text);
  if (json === undefined) return parseXmlEnvelope(text) ?? parseBadlyQuotedEnvelope(text);
  return isJsonObject(json.value) && isJsonObject(json.value.LL) ? json.value.LL : undefined;
}

function readCode(code: unknown): number {
  if (typeof code === 'number' && Number.isInteger(code) && code >= 0) return code;
  if (typeof code === 'string' && CODE_PATTERN.test(code)) return Number(code);
  throw malformed(code === undefined ? 'it has no code' : 'its code is not a number');
}

function malformed(problem: string): LoxoneError {
  return malformedAnswer("The Miniserver's answer cannot be understood", problem);
}
