import type { Consent, Risk } from '@gatehouse/core';
import { CONSENTS, RISKS } from '@gatehouse/core';
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

/** A permission that gives and takes nothing: it says how what is granted happens. */
export interface ConsentPermission {
  /** As it was written. */
  readonly text: string;
  readonly kind: Consent;
  readonly risk: Risk | '*';
}

/** A permission, or what is wrong with the text. */
export type ParsedPermission =
  | { readonly ok: true; readonly permission: Permission | ConsentPermission }
  | {
      readonly ok: false;
      readonly problem: string;
      /** What it could have meant, and therefore denies. */
      readonly denies: 'everything' | NameKind | TargetKind;
    };

const LONGEST_PERMISSION = 300;

/** What a permission can start with. */
const WORDS: readonly (PermissionKind | Consent)[] = [...PERMISSION_KINDS, ...CONSENTS];

function isConsent(word: PermissionKind | Consent): word is Consent {
  return CONSENTS.some((name) => name === word);
}

function isNameKind(kind: PermissionKind): kind is NameKind {
  return NAME_KINDS.some((name) => name === kind);
}

const NO_RISK: ParsedPermission = {
  ok: false,
  problem: `the risk must be one of ${RISKS.join(', ')}, *`,
  denies: 'everything',
};

function riskOf(value: string): Risk | '*' | undefined {
  return value === '*' ? value : RISKS.find((name) => name === value);
}

function parseRisk(base: PermissionBase, value: string): ParsedPermission {
  const risk = riskOf(value);
  return risk === undefined ? NO_RISK : { ok: true, permission: { ...base, kind: 'risk', risk } };
}

/** Who wrote `!confirm:access` may have meant less or more of it: it must not pass as either. */
function parseConsent(
  { text, deny }: PermissionBase,
  kind: Consent,
  value: string,
): ParsedPermission {
  if (deny) {
    return { ok: false, problem: `"!" has no meaning before ${kind}`, denies: 'everything' };
  }
  const risk = riskOf(value);
  return risk === undefined ? NO_RISK : { ok: true, permission: { text, kind, risk } };
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
 *     permission = [ "!" ] kind ":" value | consent ":" risk
 *     kind       = "risk" | "tool" | "resource" | "prompt" | "rest" | "admin" | "device" | "room"
 *     consent    = "allow" | "confirm" | "approve"
 *
 * for example `risk:read`, `tool:loxone_control_lights`, `resource:loxone://rooms/*`, `room:Kitchen`,
 * `device:Light [Bath]`, `admin:audit`, `!risk:access`, `confirm:control`.
 *
 * @param text - Untrusted. One that cannot be read grants nothing and denies all it could mean.
 */
export function parsePermission(text: string): ParsedPermission {
  const [, not, word, value] = /^(!?)([a-z]+):(.*)$/su.exec(text) ?? [];
  const kind = WORDS.find((name) => name === word);
  if (kind === undefined || value === undefined || text.length > LONGEST_PERMISSION) {
    return {
      ok: false,
      problem: `it must start with one of ${WORDS.join(', ')}, and ":"`,
      denies: 'everything',
    };
  }
  const base = { text, deny: not === '!' };
  if (isConsent(kind)) {
    return parseConsent(base, kind, value);
  }
  if (kind === 'risk') {
    return parseRisk(base, value);
  }
  return isNameKind(kind) ? parseName(base, kind, value) : parseTarget(base, kind, value);
}
