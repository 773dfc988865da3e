import type { Principal, Risk } from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';
import { couldGive, givesAllOf, takesAllOf } from './comparing.js';
import type { CompiledPrincipal, Limits } from './compile-principal.js';
import { type ConsentDefaults, consentOf, isStricter } from './consent.js';
import type { Permission } from './permission.js';

/** What a key would get. */
export type Grant = Pick<Principal, 'role' | 'devices' | 'rooms' | 'permissions'>;

/** What the permissions of a principal can give in one risk class. */
function grantsFor({ rule, grants }: CompiledPrincipal, risk: Risk): readonly Permission[] {
  const kinds = rule?.grants[risk] ?? [];
  return grants.filter((one) => kinds.includes(one.kind) && couldGive(one, risk));
}

function hasWhole(holder: CompiledPrincipal, risk: Risk): boolean {
  return (
    holder.rule?.risks.includes(risk) === true ||
    grantsFor(holder, risk).some(({ kind }) => kind === 'risk')
  );
}

function reaches(who: CompiledPrincipal, risk: Risk): boolean {
  return who.rule?.risks.includes(risk) === true || grantsFor(who, risk).length > 0;
}

function problemOfRisk(
  holder: CompiledPrincipal,
  granted: CompiledPrincipal,
  risk: Risk,
): string | undefined {
  if (hasWhole(holder, risk)) {
    return undefined;
  }
  if (granted.rule?.risks.includes(risk) === true) {
    return `the role ${granted.role} may ${risk}, and the holder may not, or not everywhere`;
  }
  const held = grantsFor(holder, risk);
  const more = grantsFor(granted, risk).find(
    (one) => !held.some((own) => givesAllOf(own, one, risk)),
  );
  return more === undefined
    ? undefined
    : `"${more.text}" grants ${risk} that the holder does not have`;
}

/**
 * Whether a denial has nothing left to deny. One of a risk class also touches administrative acts of
 * that class, which count as `admin`.
 */
function isMoot(denial: Permission, granted: CompiledPrincipal): boolean {
  return (
    denial.kind === 'risk' &&
    denial.risk !== '*' &&
    !reaches(granted, denial.risk) &&
    (denial.risk === 'raw' || !reaches(granted, 'admin'))
  );
}

function problemOfDenials(
  holder: CompiledPrincipal,
  granted: CompiledPrincipal,
): string | undefined {
  const lost = holder.denials.find(
    (denial) => !isMoot(denial, granted) && !granted.denials.some((one) => takesAllOf(one, denial)),
  );
  return lost && `"${lost.text}" binds the holder, and so it must bind what they grant`;
}

/** Else whoever must ask before acting would make themselves a key that need not. */
function problemOfConsent(
  holder: CompiledPrincipal,
  granted: CompiledPrincipal,
  defaults: ConsentDefaults,
): string | undefined {
  for (const risk of RISKS) {
    const held = consentOf(holder, risk, defaults);
    const given = consentOf(granted, risk, defaults);
    if (isStricter(held, given) && reaches(granted, risk)) {
      return `${risk} of the holder is bound by "${held}", and what they grant would be by "${given}"`;
    }
  }
  return undefined;
}

function problemOfLimits(
  held: Limits | undefined,
  granted: Limits | undefined,
): string | undefined {
  if (held === undefined) {
    return undefined;
  }
  if (granted === undefined) {
    return 'the holder is limited to devices and rooms, and what they grant would not be';
  }
  const device = granted.devices.find((entry) => !held.devices.includes(entry));
  if (device !== undefined) {
    return `the device "${device}" is not one of those that the holder is limited to`;
  }
  const room = granted.rooms.find((entry) => !held.rooms.includes(entry));
  return room === undefined
    ? undefined
    : `the room "${room}" is not one of those that the holder is limited to`;
}

/**
 * Compares what two principals may do by what they are made of: risk classes, permissions, denials,
 * consent and limits. It never finds less than there is; see `grantProblem` of the authorizer.
 */
export function grantProblemOf(
  holder: CompiledPrincipal,
  granted: CompiledPrincipal,
  consent: ConsentDefaults,
): string | undefined {
  for (const { rule, role } of [holder, granted]) {
    if (rule === undefined) {
      return `no role "${role}" exists`;
    }
  }
  if (holder.unreadable.length + granted.unreadable.length > 0) {
    return 'a permission cannot be read';
  }
  for (const risk of RISKS) {
    const problem = problemOfRisk(holder, granted, risk);
    if (problem !== undefined) {
      return problem;
    }
  }
  return (
    problemOfDenials(holder, granted) ??
    problemOfConsent(holder, granted, consent) ??
    problemOfLimits(holder.limits, granted.limits)
  );
}
