import type { Risk } from '@gatehouse/core';
import { RISKS } from '@gatehouse/core';
import type { NamePattern } from './name-pattern.js';
import { parseNamePattern } from './name-pattern.js';
import type { NameKind, PermissionKind, TargetKind } from './roles.js';
import { NAME_KINDS, PERMISSION_KINDS } from './roles.js';
import type { TargetMatcher } from './target-matcher.js';
import { matchDevices, matchRooms } from './target-matcher.js';

interface PermissionBase {
  /** As it was written. */
  readonly text: string;
  /** Starts with `!`: takes away, and wins over everything that gives. */
  readonly deny: boolean;
}

/** A permission that could be read. */
export type Permission = PermissionBase &
  (
    | { readonly kind: 'risk'; readonly risk: Risk | '*' }
    | { readonly kind: NameKind; readonly pattern: NamePattern }
    | {
        readonly kind: TargetKind;
        /** As it was written behind the kind; `*` = all. */
        readonly value: string;
        readonly matches: TargetMatcher;
      }
  );

/** A permission, or what is wrong with the text. */
export type ParsedPermission =
  | { readonly ok: true; readonly permission: Permission }
  | {
      readonly ok: false;
      readonly problem: string;
      /** What it could have meant, and therefore denies. */
      readonly denies: 'everything' | NameKind | TargetKind;
    };

const LONGEST_PERMISSION = 300;

function isNameKind(kind: PermissionKind): kind is NameKind {
  return NAME_KINDS.some((name) => name === kind);
}

function parseRisk(base: PermissionBase, value: string): ParsedPermission {
  const risk = value === '*' ? value : RISKS.find((name) => name === value);
  return risk === undefined
    ? { ok: false, problem: `the risk must be one of ${RISKS.join(', ')}, *`, denies: 'everything' }
    : { ok: true, permission: { ...base, kind: 'risk', risk } };
}

function parseTarget(base: PermissionBase, kind: TargetKind, value: string): ParsedPermission {
  if (value === '*') {
    const matches: TargetMatcher =
      kind === 'device' ? () => true : (target) => (target.roomId ?? target.roomName) !== undefined;
    return { ok: true, permission: { ...base, kind, value, matches } };
  }
  if (value === '' || value !== value.trim()) {
    return { ok: false, problem: `the ${kind} is empty or has blanks around it`, denies: kind };
  }
  if (value.includes('*')) {
    return { ok: false, problem: `"*" must be the whole name of the ${kind}`, denies: kind };
  }
  const matches = kind === 'device' ? matchDevices([value]) : matchRooms([value]);
  return { ok: true, permission: { ...base, kind, value, matches } };
}

function parseName(base: PermissionBase, kind: NameKind, value: string): ParsedPermission {
  const parsed = parseNamePattern(kind, value);
  return parsed.ok
    ? { ok: true, permission: { ...base, kind, pattern: parsed.pattern } }
    : { ok: false, problem: parsed.problem, denies: kind };
}

/**
 * Reads a permission:
 *
 *     permission = [ "!" ] kind ":" value
 *     kind       = "risk" | "tool" | "resource" | "prompt" | "rest" | "admin" | "device" | "room"
 *
 * for example `risk:read`, `tool:loxone_control_lights`, `resource:loxone://rooms/*`, `room:Kitchen`,
 * `device:Light [Bath]`, `admin:audit`, `!risk:access`.
 *
 * @param text - Untrusted. One that cannot be read grants nothing and denies all it could mean.
 */
export function parsePermission(text: string): ParsedPermission {
  const [, not, word, value] = /^(!?)([a-z]+):(.*)$/su.exec(text) ?? [];
  const kind = PERMISSION_KINDS.find((name) => name === word);
  if (kind === undefined || value === undefined || text.length > LONGEST_PERMISSION) {
    const kinds = PERMISSION_KINDS.join(', ');
    return {
      ok: false,
      problem: `it must start with one of ${kinds}, and ":"`,
      denies: 'everything',
    };
  }
  const base = { text, deny: not === '!' };
  if (kind === 'risk') {
    return parseRisk(base, value);
  }
  return isNameKind(kind) ? parseName(base, kind, value) : parseTarget(base, kind, value);
}
