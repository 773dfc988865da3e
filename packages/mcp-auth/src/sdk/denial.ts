import type { DenyReason, Principal } from '@gatehouse/core';
import { KEY_PATTERN } from '@gatehouse/keys';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { Offer } from './methods.js';

/** JSON-RPC error code of a denial: in the range left to servers, and not one that MCP uses. */
export const PERMISSION_DENIED = -32003;

/** Why a guarded server said no: a decision's reason, or one of the guard's own. */
export type GuardDenyReason =
  | DenyReason
  /** No valid key stands behind the request. */
  | 'no-principal'
  /** The host gave no rule for the name (default deny). */
  | 'no-rule'
  /** The method is none that the guard can judge. */
  | 'method';

/** A denial before it takes the shape of an answer. */
export interface Denial {
  readonly reason: GuardDenyReason;
  readonly needs?: string;
  readonly retryAfterSeconds?: number;
}

/** Longest part of a client's name that an answer or a log repeats. */
const NAME_SHOWN = 100;

/** A key in the wrong place is still a key: it must not come back in an answer or a log. */
const KEYS = new RegExp(KEY_PATTERN, 'g');

/** A client's text made safe to repeat: one line, quoted, cut, ASCII only, without keys. */
export function quoted(text: string): string {
  const safe = text.replace(KEYS, '[key]');
  const cut = safe.length > NAME_SHOWN ? `${safe.slice(0, NAME_SHOWN)}…` : safe;
  return JSON.stringify(cut).replace(
    /[^\u0020-\u007e…]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The sentence that assistants and people read. */
export function denialText(
  denial: Denial,
  principal: Principal | undefined,
  asked: string,
): string {
  if (principal === undefined) return 'Not permitted: no valid key stands behind this request.';
  const needs = denial.needs === undefined ? '' : ` It needs: ${denial.needs}.`;
  return `Not permitted: ${principal.id} (role ${principal.role}) may not use ${asked}.${needs}`;
}

/** What a sentence calls an offer. */
export function askedFor(offer: Offer): string {
  return `the ${offer.kind} ${quoted(offer.name)}`;
}

/** The answer to a denied `tools/call` that the model sees and can explain to its user. */
export interface DeniedToolResult {
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }];
  readonly isError: true;
}

/** A denial as a tool result: the call failed, the session lives on. */
export function deniedToolResult(text: string): DeniedToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

/** A denial as a JSON-RPC error. */
export function deniedError(text: string, denial: Denial): McpError {
  return new McpError(PERMISSION_DENIED, text, { ...denial });
}

/** Parameters that name nothing that could be judged. */
export function malformedError(problem: string): McpError {
  return new McpError(ErrorCode.InvalidParams, problem);
}

/** The guard itself failed: nobody gets in, and nobody learns why from the answer. */
export function unavailableError(): McpError {
  return new McpError(ErrorCode.InternalError, 'Permissions cannot be checked right now.');
}
