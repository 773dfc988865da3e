import type { Action, ActionTarget, DenyReason, EpochMs, Principal, Risk } from '@gatehouse/core';
import type { CompiledPrincipal } from './compile-principal.js';
import { couldMean, effectiveRisk, gives, takesAway } from './matching.js';
import type { PermissionKind } from './roles.js';

/** Everything that a check looks at. */
export interface Question {
  readonly principal: Principal;
  readonly compiled: CompiledPrincipal;
  readonly action: Action;
  /** Of the action; empty = asked "at all". */
  readonly targets: readonly ActionTarget[];
  readonly now: EpochMs;
}

/** What one check found. Sentences are made only when somebody reads them. */
export type Finding =
  | { readonly ok: true; readonly because: () => string }
  | {
      readonly ok: false;
      readonly because: () => string;
      readonly reason: DenyReason;
      /** What would have been needed. */
      readonly needs?: string;
    };

/** One step of the decision. All of them must pass. */
export interface Check {
  readonly name: 'expiry' | 'role' | 'denial' | 'grant' | 'target';
  readonly ask: (question: Question) => Finding;
}

function passed(because: () => string): Finding {
  return { ok: true, because };
}

function askExpiry({ principal: { expiresAt }, now }: Question): Finding {
  if (expiresAt === undefined || now < expiresAt) {
    return passed(() => (expiresAt === undefined ? 'never expires' : 'has not expired'));
  }
  return { ok: false, reason: 'expired', because: () => 'has expired', needs: 'a valid key' };
}

function askRole({ compiled: { role, rule } }: Question): Finding {
  if (rule === undefined) {
    const because = (): string => `no role "${role}" exists`;
    return { ok: false, reason: 'unknown-role', because, needs: 'a role that exists' };
  }
  return passed(() => `role ${role}: ${rule.description}`);
}

function askDenials({ compiled, action, targets }: Question): Finding {
  const unreadable = compiled.unreadable.find((one) => couldMean(one, action, targets));
  if (unreadable !== undefined) {
    const { problem } = unreadable;
    return {
      ok: false,
      reason: 'denied',
      because: () => `a permission cannot be read and may mean this: ${problem}`,
      needs: 'permissions that can be read',
    };
  }
  const denial = compiled.denials.find((one) => takesAway(one, action, targets));
  return denial === undefined
    ? passed(() => 'no permission denies it')
    : { ok: false, reason: 'denied', because: () => `"${denial.text}" denies it` };
}

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

function askGrants({ compiled, action, targets }: Question): Finding {
  const risk = effectiveRisk(action);
  const { role, rule, grants } = compiled;
  if (rule?.risks.includes(risk) === true) {
    return passed(() => `role ${role} may ${risk}`);
  }
  const kinds = rule?.grants[risk] ?? [];
  if (kinds.length === 0) {
    const because = (): string => `role ${role} never reaches ${risk}`;
    return { ok: false, reason: 'role', because, needs: `a role that may ${risk}` };
  }
  const usable = grants.filter(({ kind }) => kinds.includes(kind));
  const asked = targets.length > 0 ? targets : [undefined];
  if (asked.every((target) => usable.some((one) => gives(one, action, target)))) {
    const giving = (): string[] =>
      usable
        .filter((one) => asked.some((target) => gives(one, action, target)))
        .map(({ text }) => `"${text}"`);
    return passed(() => `granted by ${giving().join(', ')}`);
  }
  return {
    ok: false,
    reason: risk === 'access' ? 'needs-grant' : 'not-granted',
    because: () => `no permission of role ${role} grants ${risk} here`,
    needs: needsFor(kinds, risk, action),
  };
}

function askTargets({ compiled: { limits }, targets }: Question): Finding {
  if (limits === undefined) {
    return passed(() => 'not limited to devices or rooms');
  }
  const outside = limits.empty || !targets.every(limits.includes);
  if (!outside) {
    return passed(() =>
      targets.length === 0 ? 'there may be a listed target' : 'every target is listed',
    );
  }
  return {
    ok: false,
    reason: 'target',
    because: () => (limits.empty ? 'no device or room is listed' : 'a target is not listed'),
    needs: 'a device or room that is listed for this principal',
  };
}

/** In the order in which they are asked. The first that fails decides. */
export const CHECKS: readonly Check[] = [
  { name: 'expiry', ask: askExpiry },
  { name: 'role', ask: askRole },
  { name: 'denial', ask: askDenials },
  { name: 'grant', ask: askGrants },
  { name: 'target', ask: askTargets },
];
