import { type AnswerParts, formatAnswer } from '@gatehouse/loxone-protocol';
import type { Token } from '../auth/tokens.js';

/** What a command leads to beyond its answer. Only sockets have most of these. */
export interface SideEffects {
  /** The socket is authenticated by this token from now on. */
  readonly token?: Token;
  /** The socket gets all states, and their changes from now on. */
  readonly subscribe?: true;
  /** The server closes after the answer. */
  readonly close?: true;
}

/** What the box says to one command. */
export type Reply =
  | ({ readonly kind: 'answer'; readonly parts: AnswerParts } & SideEffects)
  /** A file that is text: identifier 1 in a text frame (protocol reference §3.2). */
  | { readonly kind: 'file'; readonly text: string; readonly contentType: string }
  /** A binary file. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Answer of a classic command: `Code` as text, `control` without the leading `j`. */
export function classic(
  control: string,
  value: unknown,
  code = 200,
  extra?: Readonly<Record<string, unknown>>,
): Reply {
  const echo = control.replace(/^jdev\//, 'dev/');
  return { kind: 'answer', parts: { control: echo, value, code, ...(extra && { extra }) } };
}

/** Answer of a native JSON command: `code` as a number, `control` as it came. */
export function native(
  control: string,
  value: unknown,
  code = 200,
  effects: SideEffects = {},
): Reply {
  return { kind: 'answer', parts: { control, value, code, codeKey: 'code' }, ...effects };
}

/** `dev/…` is answered in XML, `jdev/…` in JSON (§0). */
export function formatReply(parts: AnswerParts, format: 'json' | 'xml'): string {
  if (format === 'json') return formatAnswer(parts);
  const value = typeof parts.value === 'string' ? parts.value : JSON.stringify(parts.value);
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<LL control="${escapeXml(parts.control)}" value="${escapeXml(value)}" Code="${parts.code}"/>`
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
