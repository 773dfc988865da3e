import type { Principal, RoleName } from '@gatehouse/core';

/**
 * The principal of a server that runs over stdio: who starts the process has everything that the
 * process has, so there is nothing to prove; what the assistant may do is still the role's.
 *
 * @param who.role - A role that the authorizer knows; others may do nothing.
 * @param who.name - For logs and audit; default `local`.
 */
export function localPrincipal(who: {
  readonly role: RoleName;
  readonly name?: string;
}): Principal {
  const { role, name = 'local' } = who;
  return { id: name, kind: 'stdio', name, role, scopes: [], revision: 'local' };
}
