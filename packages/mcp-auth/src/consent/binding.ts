import { createHash } from 'node:crypto';
import type { Principal } from '@gatehouse/core';
import { canonicalJson } from './canonical-json.js';

/** What a consent is about, and nothing else. */
export interface Bound {
  readonly principal: Pick<Principal, 'id' | 'kind' | 'revision'>;
  readonly kind: 'confirm' | 'approve';
  readonly tool: string;
  readonly args: unknown;
}

/**
 * A digest of who wants to do what: SHA-256, base64url. The revision is part of it, so that nothing
 * agreed to outlives a change of the key.
 *
 * @returns `undefined` where the arguments cannot be compared.
 */
export function bindingOf({ principal, kind, tool, args }: Bound): string | undefined {
  const exact = canonicalJson(args ?? null);
  if (exact === undefined) return undefined;
  const who = [kind, principal.kind, principal.id, principal.revision, tool];
  return createHash('sha256')
    .update(`${JSON.stringify(who)}${exact}`)
    .digest('base64url');
}
