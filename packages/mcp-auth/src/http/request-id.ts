import type { RandomBytes } from '@gatehouse/core';
import { KEY_PATTERN } from '@gatehouse/keys';
import { linesOf, type RequestFacts } from './request-facts.js';

const SANE = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Names a request in answers, logs and the audit trail.
 *
 * The `X-Request-Id` of a trusted proxy is kept, so that its log and ours can be read together; from
 * anybody else it would let a client write into our log what it likes, keys included.
 *
 * @returns 1 to 64 characters of `[A-Za-z0-9._-]`.
 */
export function requestIdOf(facts: RequestFacts, viaProxy: boolean, random: RandomBytes): string {
  const [given, ...more] = viaProxy ? linesOf(facts, 'x-request-id') : [];
  if (given !== undefined && more.length === 0 && SANE.test(given) && !KEY_PATTERN.test(given)) {
    return given;
  }
  return Array.from(random(16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
