import type { Action, ActionTarget, Risk } from '@gatehouse/core';
import type { Unreadable } from './compile-principal.js';
import type { Permission } from './permission.js';

/** An administrative act is `admin` whatever class it is given, unless it is `raw`. */
export function effectiveRisk({ kind, risk }: Action): Risk {
  return kind === 'admin' && risk !== 'raw' ? 'admin' : risk;
}

/**
 * Whether a name with `*` reaches a risk class. It does not reach `admin` and `raw`: what is added
 * to a server later must not become dangerous under a pattern that was written before.
 */
export function patternReaches(kind: Permission['kind'], risk: Risk): boolean {
  return risk === 'read' || risk === 'control' || (kind === 'admin' && risk === 'admin');
}

/**
 * Whether a permission gives an action on one target, as far as its own text goes; which kinds count
 * is the role's matter.
 *
 * @param target - Absent asks "at all": may there be a target for which it does?
 */
export function gives(
  permission: Permission,
  action: Action,
  target: ActionTarget | undefined,
): boolean {
  const risk = effectiveRisk(action);
  switch (permission.kind) {
    case 'risk':
      return permission.risk === '*' || permission.risk === risk;
    case 'device':
    case 'room':
      return target === undefined || permission.matches(target);
    default:
      return (
        permission.kind === action.kind &&
        (permission.pattern.exact || patternReaches(permission.kind, risk)) &&
        permission.pattern.covers(action.name)
      );
  }
}

/** Whether a permission with `!` takes an action away: one target that it names is enough. */
export function takesAway(
  permission: Permission,
  action: Action,
  targets: readonly ActionTarget[],
): boolean {
  switch (permission.kind) {
    case 'risk':
      return [action.risk, effectiveRisk(action), '*'].includes(permission.risk);
    case 'device':
    case 'room':
      return targets.some(permission.matches);
    default:
      return permission.kind === action.kind && permission.pattern.touches(action.name);
  }
}

/** Whether a permission that cannot be read could have meant this action. */
export function couldMean(
  { denies }: Unreadable,
  action: Action,
  targets: readonly ActionTarget[],
): boolean {
  if (denies === 'device' || denies === 'room') {
    return targets.length > 0;
  }
  return denies === 'everything' || denies === action.kind;
}
