import type { Principal, RoleName } from '@gatehouse/core';
import type { Caller } from './authentication.js';
import { localPrincipal } from './local-principal.js';
import { isLoopbackHost, type SecurityPolicy } from './security-level.js';

/** What the options say about callers without a key. */
export interface NoKeyOptions {
  readonly enabled: boolean;
  /** `undefined`: as the security level says. */
  readonly requireApiKey: boolean | undefined;
  readonly defaultRole: RoleName;
}

/** Who acts at security level `development` when nobody presents a key (DESIGN §4). */
const DEVELOPMENT_ADMIN: Principal = localPrincipal({ role: 'admin', name: 'development' });

/**
 * Whether the options let somebody in without a key although the security level asks for one.
 *
 * @returns Problems for the report of all options.
 */
export function noKeyProblems(options: NoKeyOptions, policy: SecurityPolicy): string[] {
  if (!policy.credentialNeeded) return [];
  const asks = `security level ${policy.level} always asks for a key; only development does without`;
  return [
    ...(options.enabled ? [] : [`enabled: ${asks}`]),
    ...(options.requireApiKey === false ? [`requireApiKey: ${asks}`] : []),
  ];
}

/**
 * Makes the answer to "who acts without a key?": a principal for callers of this machine where the
 * security level and the options allow it, else nobody.
 */
export function noKeyPrincipal(
  options: NoKeyOptions,
  policy: SecurityPolicy,
): (from: Caller) => Principal | undefined {
  if (policy.credentialNeeded || (options.enabled && options.requireApiKey === true)) {
    return () => undefined;
  }
  const asked = options.requireApiKey === false || !options.enabled;
  const principal = asked
    ? localPrincipal({ role: options.defaultRole, name: 'anonymous' })
    : DEVELOPMENT_ADMIN;
  return (from) => (isLocal(from) ? principal : undefined);
}

/** A caller whose address nobody knows is not local, unless there is no network in between. */
function isLocal({ address, transport }: Caller): boolean {
  return address === undefined ? transport === 'stdio' : isLoopbackHost(address);
}
