/** Close codes of the Miniserver's WebSocket beyond RFC 6455's (protocol reference §2.7). */
export const CLOSE_CODES = {
  /** Too many failed logins from this address; see {@link parseBlockedReason}. */
  blocked: 4003,
  someUserChanged: 4004,
  ownUserChanged: 4005,
  ownUserDisabled: 4006,
  firmwareUpdate: 4007,
  /** All 31 places for live updates are taken. */
  noEventSlot: 4008,
} as const;

/** Bits of a token's rights and of a user's `userRights` (§2.5). Add them up. */
export const TOKEN_PERMISSIONS = {
  admin: 0x1,
  /** A connection token of hours. Either this or `app` is needed to open a connection. */
  web: 0x2,
  /** A connection token of weeks. */
  app: 0x4,
  config: 0x8,
  ftp: 0x10,
  changeOwnPassword: 0x20,
  expertMode: 0x40,
  operatingModes: 0x80,
  systemWebServices: 0x100,
  autopilot: 0x200,
  expertModeLight: 0x400,
  userManagement: 0x800,
  deviceSearch: 0x1000,
  plugins: 0x2000,
  trust: 0x4000,
  triggerUpdate: 0x8000,
  triggerBackup: 0x1_0000,
} as const;
