/** Unix time of the Loxone epoch, 2009-01-01T00:00:00Z, in seconds (protocol reference §0). */
export const LOXONE_EPOCH_UNIX = 1_230_768_000;

/** Seconds since 2009-01-01T00:00:00Z: tokens, weather and some states count like this. */
export type LoxoneSeconds = number;

/** @returns Seconds since 1970-01-01T00:00:00Z. */
export function loxoneToUnixSeconds(loxone: LoxoneSeconds): number {
  return loxone + LOXONE_EPOCH_UNIX;
}

/** @returns Seconds since 2009-01-01T00:00:00Z; negative for earlier moments. */
export function unixToLoxoneSeconds(unix: number): LoxoneSeconds {
  return unix - LOXONE_EPOCH_UNIX;
}
