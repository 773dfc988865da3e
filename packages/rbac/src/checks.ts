import type { Action, ActionTarget, DenyReason, EpochMs, Principal, Risk } from '@gatehouse/core';
import type { CompiledPrincipal } from './compile-principal.js';
import { couldMean, gives, takesAway } from './matching.js';
import type { Permission } from './permission.js';
import type { PermissionKind } from './roles.js';

/** Everything that a check looks at. */
export interface Question {
  readonly principal: Principal;
  readonly compiled: CompiledPrincipal;
  readonly action: Action;
  /** Of the action, as it counts. */
  readonly risk: Risk;
  /** Of the action; empty = asked "at all". */
  readonly targets: readonly ActionTarget[];
  readonly now: EpochMs;
}

/** What a check has against it. */
export interface Denial {
  readonly reason: DenyReason;
  readonly because: string;
  /** What would have been needed. */
  readonly needs?: string;
}

/** One step of the decision. All of them must pass. */
export interface Check {
  readonly name: 'expiry' | 'role' | 'denial' | 'grant' | 'target';
  /** @returns `undefined` when it has nothing against it: nothing is made for the common case. */
  readonly refuse: (question: Question) => Denial | undefined;
  /** @returns Why it had nothing against it. */
  readonly pass: (question: Question) => string;
}

const EXPIRY: Check = {
  name: 'expiry',
  refuse({ principal: { expiresAt }, now }) {
    return expiresAt === undefined || now < expiresAt
      ? undefined
      : { reason: 'expired', because: 'has expired', needs: 'a valid key' };
  },
  pass: ({ principal: { expiresAt } }) =>
    expiresAt === undefined ? 'never expires' : 'has not expired',
};

const ROLE: Check = {
  name: 'role',
  refuse({ compiled: { role, rule } }) {
    return rule === undefined
      ? {
          reason: 'unknown-role',
          because: `no role "${role}" exists`,
          needs: 'a role that exists',
        }
      : undefined;
  },
  pass: ({ compiled: { role, rule } }) => `role ${role}: ${rule?.description}`,
};

const DENIAL: Check = {
  name: 'denial',
  refuse({ compiled, action, targets }) {
    for (const one of compiled.unreadable) {
      if (couldMean(one, action, targets)) {
        return {
          reason: 'denied',
          because: `a permission cannot be read and may mean this: ${one.problem}`,
          needs: 'permissions that can be read',
        };
      }
    }
    for (const one of compiled.denials) {
      if (takesAway(one, action, targets)) {
        return { reason: 'denied', because: `"${one.text}" denies it` };
      }
    }
    return undefined;
  },
  pass: () => 'no permission denies it',
};

/** How a caller could be granted an action, in words of the permission grammar. */
function needsFor(kinds: readonly PermissionKind[], risk: Risk, action: Action): string {
  const words: Readonly<Partial<Record<PermissionKind, string>>> = {
    risk: `risk:${risk}`,
    device: 'device:<name>',
    room: 'room:<name>',
    [action.kind]: `${action.kind}:${action.name}`,
  };
  return kinds.flatMap((kind) => words[kind] ?? []).join(' or ');
}

/** "At all" is one question, without a target. */
const AT_ALL: readonly undefined[] = [undefined];

function askedOf({ targets }: Question): readonly (ActionTarget | undefined)[] {
  return targets.length > 0 ? targets : AT_ALL;
}

/** Whether the role needs no permission for this. */
function isGiven({ compiled: { rule }, risk }: Question): boolean {
  return rule?.risks.includes(risk) === true;
}

/** The permissions of the kinds that count for this role and risk class. */
function usableGrants({ compiled: { rule, grants }, risk }: Question): readonly Permission[] {
  const kinds = rule?.grants[risk] ?? [];
  return grants.filter(({ kind }) => kinds.includes(kind));
}

const GRANT: Check = {
  name: 'grant',
  refuse(question) {
    if (isGiven(question)) {
      return undefined;
    }
    const { compiled, action, risk } = question;
    const kinds = compiled.rule?.grants[risk] ?? [];
    if (kinds.length === 0) {
      const because = `role ${compiled.role} never reaches ${risk}`;
      return { reason: 'role', because, needs: `a role that may ${risk}` };
    }
    const usable = usableGrants(question);
    const isGranted = (target: ActionTarget | undefined): boolean =>
      usable.some((one) => gives(one, action, target));
    if (askedOf(question).every(isGranted)) {
      return undefined;
    }
    return {
      reason: risk === 'access' ? 'needs-grant' : 'not-granted',
      because: `no permission of role ${compiled.role} grants ${risk} here`,
      needs: needsFor(kinds, risk, action),
    };
  },
  pass(question) {
    const { compiled, action, risk } = question;
    if (isGiven(question)) {
      return `role ${compiled.role} may ${risk}`;
    }
    const giving = usableGrants(question)
      .filter((one) => askedOf(question).some((target) => gives(one, action, target)))
      .map(({ text }) => `"${text}"`);
    return `granted by ${giving.join(', ')}`;
  },
};

const TARGET: Check = {
  name: 'target',
  refuse({ compiled: { limits }, targets }) {
    if (limits === undefined || (!limits.empty && targets.every(limits.includes))) {
      return undefined;
    }
    return {
      reason: 'target',
      because: limits.empty ? 'no device or room is listed' : 'a target is not listed',
      needs: 'a device or room that is listed for this principal',
    };
  },
  pass({ compiled: { limits }, targets }) {
    if (limits === undefined) {
      return 'not limited to devices or rooms';
    }
    return targets.length === 0 ? 'there may be a listed target' : 'every target is listed';
  },
};

/** In the order in which they are asked. The first that refuses decides. */
export const CHECKS: readonly Check[] = [EXPIRY, ROLE, DENIAL, GRANT, TARGET];
