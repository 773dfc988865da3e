import { formatAnswer } from '@gatehouse/loxone-protocol';
import type { Token } from '../auth/tokens.js';

/**
 * How an answer is written; clients test for exactly these (protocol reference §0.1, §8.4).
 * `classic`: `"Code":"200"` · `native`: `"code":200` · `legacy`: `"code":"200"`, of the first token
 * commands and of all refused logins.
 */
export type AnswerStyle = 'classic' | 'native' | 'legacy';

/** What an answer says. */
export interface AnswerBody {
  readonly control: string;
  readonly value: unknown;
  readonly code: number;
  readonly style: AnswerStyle;
  /** Stands beside the value. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What a command leads to beyond its answer. Only sockets have these. */
export interface SideEffects {
  /** The socket is authenticated by this token from now on. */
  readonly token?: Token;
  /** The socket gets all states, and their changes from now on. */
  readonly subscribe?: true;
  /** The server closes after the answer. */
  readonly close?: true;
  /** Done once the answer is out. */
  readonly afterwards?: () => void;
}

/** An answer with what else happens. */
export type AnswerReply = { readonly kind: 'answer'; readonly body: AnswerBody } & SideEffects;

/** What the box says to one command. */
export type Reply =
  | AnswerReply
  /** A file that is text: identifier 1 in a text frame (§3.2). */
  | { readonly kind: 'file'; readonly text: string; readonly contentType: string }
  /** A file that is not: identifier 1 in a binary frame. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Answer of a classic command: `control` without the leading `j`. */
export function classic(
  control: string,
  value: unknown,
  code = 200,
  extra?: AnswerBody['extra'],
): AnswerReply {
  const echo = control.replace(/^j(?=dev\/)/i, '');
  return {
    kind: 'answer',
    body: { control: echo, value, code, style: 'classic', ...(extra && { extra }) },
  };
}

/** Answer of a native JSON command: `control` as it came. */
export function native(
  control: string,
  value: unknown,
  code = 200,
  effects: SideEffects & { readonly style?: AnswerStyle } = {},
): AnswerReply {
  const { style = 'native', ...others } = effects;
  return { kind: 'answer', body: { control, value, code, style }, ...others };
}

/** `dev/…` is answered in XML, `jdev/…` in JSON (§0). */
export function formatReply(body: AnswerBody, format: 'json' | 'xml'): string {
  if (format === 'xml') return formatXml(body);
  const { control, value, code, style, extra = {} } = body;
  if (style === 'legacy') return JSON.stringify({ LL: { control, value, code: String(code) } });
  return formatAnswer({
    control,
    value,
    code,
    extra,
    codeKey: style === 'native' ? 'code' : 'Code',
  });
}

function formatXml({ control, value, code }: AnswerBody): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<LL control="${escapeXml(control)}" value="${escapeXml(text)}" Code="${code}"/>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
