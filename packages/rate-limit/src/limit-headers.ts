import type { LimitResult } from '@gatehouse/core';

/** Header fields that tell a client its limit. */
export interface LimitHeaders {
  readonly 'RateLimit-Policy': string;
  readonly RateLimit: string;
}

/** Whole seconds, rounded up: who comes at that second is not too early. */
function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** A string of RFC 9651 §3.3.3: printable ASCII in quotes. */
function structuredString(name: string, text: string): string {
  if (!/^[ -~]*$/.test(text)) {
    throw new RangeError(`${name} must be printable ASCII`);
  }
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers-10: the policy with its quota `q` in a window
 * of `w` seconds, and how it stands: `r` requests remain, all of them again in `t` seconds.
 *
 * @param name - Of the policy, printable ASCII; default `default`.
 * @throws {@link RangeError} when the name is something else.
 */
export function limitHeaders(result: LimitResult, name = 'default'): LimitHeaders {
  const { limit, remaining, resetMs } = result;
  const policy = structuredString('name', name);
  return {
    'RateLimit-Policy': `${policy};q=${limit.max};w=${wholeSeconds(limit.windowMs)}`,
    RateLimit: `${policy};r=${remaining};t=${wholeSeconds(resetMs)}`,
  };
}

/** @returns The value of `Retry-After` (RFC 9110 §10.2.3): whole seconds, rounded up, at least 1. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, wholeSeconds(retryAfterMs));
}
