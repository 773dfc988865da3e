import type { RoleName } from '@gatehouse/core';
import { CONSENTS, RISKS } from '@gatehouse/core';
import type { Role } from './compile-principal.js';
import type { ConsentDefaults } from './consent.js';
import { parsePermission } from './permission.js';
import type { RoleRule } from './roles.js';
import { BUILT_IN } from './roles.js';

/** A role that the host defines: like `custom`, with permissions of its own. */
export interface RoleDefinition {
  readonly permissions: readonly string[];
}

/** What can be set of a policy. */
export interface PolicyOptions {
  /** Roles beside the built-in ones, by their slug: `[a-z][a-z0-9-]*`, as in the text of a key. */
  readonly roles?: Readonly<Record<RoleName, RoleDefinition>>;
  /**
   * Whether every role, admin too, opens doors, gates, locks and alarms only by a permission that
   * grants `access`: `risk:access`, `device:…` or `room:…`. Default: admin needs none.
   */
  readonly explicitAccess?: boolean;
  /**
   * How what is granted happens, by risk class, for whom no permission (`allow:`, `confirm:`,
   * `approve:`) says otherwise. A class that is not named happens at once.
   */
  readonly consent?: ConsentDefaults;
}

/** A policy to decide by. */
export interface Policy {
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly consent: ConsentDefaults;
}

/** Takes `access` from what a role may do without a permission. */
function withExplicitAccess(rule: RoleRule): RoleRule {
  if (!rule.risks.includes('access')) {
    return rule;
  }
  return {
    ...rule,
    description: `${rule.description} Doors, locks and alarms where granted.`,
    risks: rule.risks.filter((risk) => risk !== 'access'),
    grants: { ...rule.grants, access: BUILT_IN.operator.grants.access ?? [] },
  };
}

function hostRole(
  option: string,
  [name, { permissions }]: readonly [RoleName, RoleDefinition],
): [RoleName, Role] {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || Object.hasOwn(BUILT_IN, name)) {
    throw new RangeError(`${option} must have slugs as names that no built-in role has`);
  }
  for (const text of permissions) {
    const parsed = parsePermission(text);
    if (!parsed.ok) {
      throw new RangeError(`${option}.${name} has a bad permission: ${parsed.problem}`);
    }
  }
  return [name, { rule: BUILT_IN.custom, permissions: [...permissions] }];
}

function checkedConsent(consent: ConsentDefaults, option: string): ConsentDefaults {
  for (const [risk, kind] of Object.entries(consent)) {
    if (!(RISKS.some((one) => one === risk) && CONSENTS.some((one) => one === kind))) {
      throw new RangeError(
        `${option} must have one of ${CONSENTS.join(', ')} for any of ${RISKS.join(', ')}`,
      );
    }
  }
  return { ...consent };
}

/**
 * @param option - Where these options stand, for messages.
 * @throws {@link RangeError} when a role has a name or permission that cannot be, or `consent` names
 *   what is no risk class or no consent.
 */
export function compilePolicy(options: PolicyOptions, option: string): Policy {
  const { roles = {}, explicitAccess = false, consent = {} } = options;
  const builtIn = Object.entries(BUILT_IN).map(([name, rule]): [RoleName, Role] => [
    name,
    { rule: explicitAccess ? withExplicitAccess(rule) : rule, permissions: [] },
  ]);
  const own = Object.entries(roles).map((role) => hostRole(`${option}.roles`, role));
  return {
    roles: new Map([...builtIn, ...own]),
    consent: checkedConsent(consent, `${option}.consent`),
  };
}
