import { decodeEntities } from './xml.js';

/** What the HTML body of a refused HTTP request says (protocol reference §0.1.7). */
export interface HttpError {
  readonly code: number;
  /** The reason in the box's words, on one line, at most 200 characters. */
  readonly detail?: string;
  /** How long this address stays blocked, when it is. */
  readonly remainingSeconds?: number;
}

const MAX_DETAIL_CHARS = 200;
const NUMBER = /^\s*\d{1,9}\s*$/;

/** @returns `undefined` when the body is not one of the Miniserver's error pages. */
export function parseHttpError(body: string): HttpError | undefined {
  const code = readNumber(elementText(body, 'errorcode'));
  if (code === undefined) return undefined;
  const detail = readDetail(body);
  const remainingSeconds = readNumber(elementText(body, 'remaining'));
  return {
    code,
    ...(detail !== '' && { detail }),
    ...(remainingSeconds !== undefined && { remainingSeconds }),
  };
}

/**
 * Reads how long this address is blocked from the reason of close code 4003: `Forbidden - IP
 * 192.0.2.1 temporarily blocked, too many failed login attempts (38)` (§2.7).
 *
 * @returns Seconds, or `undefined` when the reason names none.
 */
export function parseBlockedReason(reason: string): number | undefined {
  return readNumber(/\((\d{1,9})\)\D*$/.exec(reason)?.[1]);
}

function readDetail(body: string): string {
  const title = elementText(body, 'errortext');
  const text =
    title === undefined
      ? (elementText(body, 'errordetail') ?? '')
      : [title, elementText(body, 'description') ?? ''].join(' - ');
  return decodeEntities(text.replace(/<[^<>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .replace(/[\s;-]+$/, '')
    .trim()
    .slice(0, MAX_DETAIL_CHARS);
}

function elementText(body: string, name: string): string | undefined {
  const open = `<${name}>`;
  const start = body.indexOf(open);
  if (start < 0) return undefined;
  const end = body.indexOf(`</${name}>`, start);
  return end < 0 ? undefined : body.slice(start + open.length, end);
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && NUMBER.test(text) ? Number(text) : undefined;
}
