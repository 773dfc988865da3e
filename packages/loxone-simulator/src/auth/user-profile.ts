import type { HashAlgorithm } from '@gatehouse/loxone-protocol';

/** A user of the box, as tests and demos describe one. */
export interface SimulatedUser {
  readonly name: string;
  readonly password: string;
  /** For secured commands. Default: none, so that secured commands always fail. */
  readonly visuPassword?: string;
  /** What the password is hashed with. Default: as the firmware does it. */
  readonly hashAlgorithm?: HashAlgorithm;
  /** Sees and may do everything. Default no. */
  readonly isAdmin?: boolean;
  /** Bits as in `TOKEN_PERMISSIONS`. Default: all for administrators, else 0x682. */
  readonly rights?: number;
  /** Names or uuids. A control is visible if its room, its category or itself is listed in one of
   *  these three; without any of them everything is visible. */
  readonly rooms?: readonly string[];
  readonly categories?: readonly string[];
  readonly controls?: readonly string[];
  /** Names or uuids of controls that are seen but not commanded. */
  readonly readOnly?: readonly string[];
  /** Default yes. */
  readonly enabled?: boolean;
  /** Epoch milliseconds; outside of these the user is as good as disabled. */
  readonly validFrom?: number;
  readonly validUntil?: number;
}

/** What of a user can be changed; a name stays. */
export type UserChange = Partial<Omit<SimulatedUser, 'name'>>;

const ALL_RIGHTS = 0xffff_ffff;
/** Own operating modes, autopilot and light names: what was captured from an app (reference §2.5). */
const USUAL_RIGHTS = 0x682;

/** `userstate` of protocol reference §6.6. */
export const USER_STATE = { enabled: 0, disabled: 1, until: 2, from: 3, timespan: 4 } as const;

export function rightsOf({ rights, isAdmin }: Pick<SimulatedUser, 'rights' | 'isAdmin'>): number {
  return rights ?? (isAdmin === true ? ALL_RIGHTS : USUAL_RIGHTS);
}

/** Whether the user holds a right; administrators hold all. */
export function hasRight(user: SimulatedUser, right: number): boolean {
  return user.isAdmin === true || (rightsOf(user) & right) !== 0;
}

/** Whether the user may log in at this time. */
export function isUsable(user: SimulatedUser, now: number): boolean {
  const { enabled = true, validFrom = 0, validUntil = Number.POSITIVE_INFINITY } = user;
  return enabled && now >= validFrom && now < validUntil;
}

export function userState({ enabled, validFrom, validUntil }: SimulatedUser): number {
  if (enabled === false) return USER_STATE.disabled;
  if (validFrom !== undefined && validUntil !== undefined) return USER_STATE.timespan;
  if (validUntil !== undefined) return USER_STATE.until;
  return validFrom === undefined ? USER_STATE.enabled : USER_STATE.from;
}
