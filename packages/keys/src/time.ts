import type { EpochMs } from '@gatehouse/core';

/** A day of 24 hours; limits in days know no time zones. */
export const DAY_MS = 86_400_000;

/** 9999-12-31T23:59:59.999Z: what RFC 3339 and TOML can write. */
export const LAST_MOMENT: EpochMs = 253_402_300_799_999;
