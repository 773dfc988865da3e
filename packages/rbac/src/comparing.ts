import type { Risk } from '@gatehouse/core';
import { patternReaches } from './matching.js';
import { includesPattern } from './name-pattern.js';
import type { Permission } from './permission.js';
import type { NameKind, TargetKind } from './roles.js';

type NamePermission = Permission & { readonly kind: NameKind };
type TargetPermission = Permission & { readonly kind: TargetKind };

function isOfTargets(permission: Permission): permission is TargetPermission {
  return permission.kind === 'device' || permission.kind === 'room';
}

function reachesByName({ kind, pattern }: NamePermission, risk: Risk): boolean {
  return pattern.exact || patternReaches(kind, risk);
}

/** Names of one thing in two spellings are not compared: one of them may be an id of another thing. */
function includesTargets(outer: TargetPermission, inner: TargetPermission): boolean {
  return outer.value === '*'
    ? outer.kind === 'device' || inner.kind === 'room'
    : outer.kind === inner.kind && outer.value === inner.value;
}

/** Whether a permission, where its kind counts, can give anything of a risk class. */
export function couldGive(permission: Permission, risk: Risk): boolean {
  if (permission.kind === 'risk') {
    return permission.risk === '*' || permission.risk === risk;
  }
  return isOfTargets(permission) || reachesByName(permission, risk);
}

/** Whether one permission gives all that another one gives in a risk class. */
export function givesAllOf(outer: Permission, inner: Permission, risk: Risk): boolean {
  if (outer.kind === 'risk') {
    return couldGive(outer, risk);
  }
  if (inner.kind === 'risk') {
    return false;
  }
  if (isOfTargets(outer) || isOfTargets(inner)) {
    return isOfTargets(outer) && isOfTargets(inner) && includesTargets(outer, inner);
  }
  return (
    outer.kind === inner.kind &&
    reachesByName(outer, risk) &&
    includesPattern(outer.pattern, inner.pattern)
  );
}

/** Whether one permission with `!` takes away all that another one takes away. */
export function takesAllOf(outer: Permission, inner: Permission): boolean {
  if (outer.kind === 'risk') {
    return outer.risk === '*' || (inner.kind === 'risk' && outer.risk === inner.risk);
  }
  if (inner.kind === 'risk') {
    return false;
  }
  if (isOfTargets(outer) || isOfTargets(inner)) {
    return isOfTargets(outer) && isOfTargets(inner) && includesTargets(outer, inner);
  }
  return outer.kind === inner.kind && includesPattern(outer.pattern, inner.pattern);
}
