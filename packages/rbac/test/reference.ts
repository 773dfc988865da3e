import type { Action, ActionTarget, Consent, DenyReason, Principal, Risk } from '@gatehouse/core';
import { NOW } from './support.js';
import type { Meaning } from './vocabulary.js';
import { DEVICE_ENTRIES, MEANINGS, ROOM_ENTRIES } from './vocabulary.js';

/**
 * The model of DESIGN §4 as somebody would explain it, question by question, without tables, caches
 * or compiled forms. It knows the words of the vocabulary and nothing else.
 *
 * @param defaults - How each class happens for whom no permission says it.
 */
export function referenceDecision(
  who: Principal,
  what: Action,
  defaults: Readonly<Record<Risk, Consent>>,
): Consent | DenyReason {
  if (who.expiresAt !== undefined && who.expiresAt <= NOW) {
    return 'expired';
  }
  if (!['admin', 'operator', 'monitor', 'device', 'custom'].includes(who.role)) {
    return 'unknown-role';
  }
  const targets = what.targets ?? [];
  if (isDenied(who, what, targets)) {
    return 'denied';
  }
  const refusal = roleRefuses(who, what, targets);
  if (refusal !== undefined) {
    return refusal;
  }
  return isOutside(who, targets) ? 'target' : consentOf(who, what, defaults);
}

function consentOf(
  who: Principal,
  what: Action,
  defaults: Readonly<Record<Risk, Consent>>,
): Consent {
  const said: Consent[] = [];
  for (const text of who.permissions ?? []) {
    const meaning = meaningOf(text);
    if (meaning.on === 'consent' && meaning.risks.includes(riskOf(what))) {
      said.push(meaning.consent);
    }
  }
  if (said.includes('approve')) return 'approve';
  if (said.includes('confirm')) return 'confirm';
  if (said.includes('allow')) return 'allow';
  return defaults[riskOf(what)];
}

function riskOf(what: Action): Action['risk'] {
  if (what.kind === 'admin') {
    return what.risk === 'raw' ? 'raw' : 'admin';
  }
  return what.risk;
}

function meaningOf(text: string): Meaning {
  const unreadable: Meaning = { on: 'unreadable', could: 'everything' };
  const meaning = MEANINGS.get(text) ?? MEANINGS.get(text.replace(/^!/, '')) ?? unreadable;
  return meaning.on === 'consent' && text.startsWith('!') ? unreadable : meaning;
}

function isDenied(who: Principal, what: Action, targets: readonly ActionTarget[]): boolean {
  for (const text of who.permissions ?? []) {
    const meaning = meaningOf(text);
    if (meaning.on === 'unreadable') {
      if (meaning.could === 'everything' || meaning.could === what.kind) return true;
      if (meaning.could === 'targets' && targets.length > 0) return true;
    }
    if (!text.startsWith('!')) continue;
    if (meaning.on === 'risk' && meaning.risks.includes(what.risk)) return true;
    if (meaning.on === 'risk' && meaning.risks.includes(riskOf(what))) return true;
    if (meaning.on === 'name' && meaning.kind === what.kind) {
      if ([...meaning.names, ...(meaning.perhaps ?? [])].includes(what.name)) return true;
    }
    if (meaning.on === 'device' || meaning.on === 'room') {
      if (targets.some((target) => meaning.targets.includes(target))) return true;
    }
  }
  return false;
}

function roleRefuses(
  who: Principal,
  what: Action,
  targets: readonly ActionTarget[],
): DenyReason | undefined {
  const risk = riskOf(what);
  if (who.role === 'admin') return undefined;
  if (risk === 'read' && who.role !== 'custom') return undefined;
  if (who.role === 'monitor') return 'role';
  if (risk === 'control' && who.role !== 'custom') return undefined;
  if (who.role === 'device') return 'role';
  if (who.role === 'operator' && risk !== 'access') return 'role';

  const granted =
    targets.length === 0
      ? isGranted(who, what, undefined)
      : targets.every((target) => isGranted(who, what, target));
  if (granted) return undefined;
  return risk === 'access' ? 'needs-grant' : 'not-granted';
}

function isGranted(who: Principal, what: Action, target: ActionTarget | undefined): boolean {
  return (who.permissions ?? []).some((text) => {
    if (text.startsWith('!')) return false;
    const meaning = meaningOf(text);
    const risk = riskOf(what);
    const everyday = risk === 'read' || risk === 'control';
    if (meaning.on === 'risk') return meaning.risks.includes(risk);
    if (meaning.on === 'device') {
      return (
        (everyday || risk === 'access') &&
        (target === undefined || meaning.targets.includes(target))
      );
    }
    if (meaning.on === 'room') {
      return (
        (everyday || (risk === 'access' && who.role === 'operator')) &&
        (target === undefined || meaning.targets.includes(target))
      );
    }
    if (meaning.on === 'name') {
      if (meaning.kind !== what.kind || !meaning.names.includes(what.name)) return false;
      if (risk === 'access') return false;
      if (meaning.pattern !== true || everyday) return true;
      return meaning.kind === 'admin' && risk === 'admin';
    }
    return false;
  });
}

function isOutside(who: Principal, targets: readonly ActionTarget[]): boolean {
  if (who.role === 'admin') return false;
  if (who.role !== 'device' && who.devices === undefined && who.rooms === undefined) return false;
  const devices = who.devices ?? [];
  const rooms = who.rooms ?? [];
  if (devices.length === 0 && rooms.length === 0) return true;
  return targets.some(
    (target) =>
      !devices.some((entry) => DEVICE_ENTRIES.get(entry)?.includes(target)) &&
      !rooms.some((entry) => ROOM_ENTRIES.get(entry)?.includes(target)),
  );
}
