import type { DenyReason, Principal } from '@gatehouse/core';
import { KEY_PATTERN } from '@gatehouse/keys';
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

/** A client's text without the keys in it. */
export function redacted(text: string): string {
  return text.replace(KEYS, '[key]');
}

/** A client's text made safe to repeat: one line, quoted, cut, ASCII only, without keys. */
export function quoted(text: string): string {
  const safe = redacted(text);
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
  if (denial.reason === 'not-confirmed') return `Not done: ${asked} was not confirmed.${needs}`;
  if (denial.reason === 'not-approved') return `Not done: ${asked} was not approved.${needs}`;
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

/** Codes of JSON-RPC 2.0 §5.1. */
const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;

/**
 * An error that the SDK's dispatch turns into a JSON-RPC error: it reads `code`, `message` and
 * `data` of whatever was thrown. The SDK's own class does the same and would bind us to the SDK.
 */
class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** A denial as a JSON-RPC error. */
export function deniedError(text: string, denial: Denial): Error {
  return new RpcError(PERMISSION_DENIED, text, { ...denial });
}

/** Parameters that name nothing that could be judged. */
export function malformedError(problem: string): Error {
  return new RpcError(INVALID_PARAMS, problem);
}

/**
 * The guard itself failed: nobody gets in.
 *
 * @param shown - What the caller may learn of it; default nothing.
 */
export function unavailableError(shown?: {
  readonly code: string;
  readonly message?: string;
}): Error {
  const message = 'Permissions cannot be checked right now.';
  return new RpcError(INTERNAL_ERROR, message, shown);
}
