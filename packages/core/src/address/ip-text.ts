/**
 * The text forms of addresses, read character by character: every request with an allow-list pays
 * for this, and splitting costs ten times as much.
 */

const GROUPS = 8;

const DOT = 0x2e;
const COLON = 0x3a;
const ZERO = 0x30;
const NONE = -1;

/** @returns What a hexadecimal digit stands for, or -1. */
function hexDigit(code: number): number {
  if (code >= ZERO && code <= 0x39) {
    return code - ZERO;
  }
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : NONE;
}

/**
 * Reads four decimal numbers up to the end of the text, and only that. The forms that C libraries
 * also take (`10.1`, octal `012.0.0.1`, `167772161`) are refused: two readers that disagree on one
 * text are a way around a list.
 *
 * @returns An unsigned 32-bit integer, or -1.
 */
function readIpv4(text: string, start: number): number {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (code === DOT && digits > 0 && dots < 3) {
      value = value * 256 + part;
      part = 0;
      digits = 0;
      dots += 1;
    } else if (digit >= 0 && digit <= 9 && !(digits > 0 && part === 0)) {
      part = part * 10 + digit;
      digits += 1;
      if (part > 255) {
        return NONE;
      }
    } else {
      return NONE;
    }
  }
  return dots === 3 && digits > 0 ? value * 256 + part : NONE;
}

/** @returns One word, or `undefined` for a text that is no IPv4 address. */
export function parseIpv4Words(text: string): readonly number[] | undefined {
  const value = readIpv4(text, 0);
  return value === NONE ? undefined : [value];
}

/** Groups of 16 bits, as far as they were read. */
interface Groups {
  readonly values: number[];
  /** How many groups stand before `::`; -1 without one. */
  gap: number;
}

/**
 * Reads the group that begins at `start`. An IPv4 address may stand for the last two (RFC 4291 §2.2).
 *
 * @returns Where the text goes on, or -1.
 */
function readGroup(text: string, start: number, { values }: Groups): number {
  let value = 0;
  let at = start;
  for (; at < text.length && at - start < 4; at += 1) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit === NONE) {
      break;
    }
    value = value * 16 + digit;
  }
  if (text.charCodeAt(at) === DOT) {
    const embedded = readIpv4(text, start);
    if (embedded === NONE) {
      return NONE;
    }
    values.push(embedded >>> 16, embedded & 0xffff);
    return text.length;
  }
  if (at === start) {
    return NONE;
  }
  values.push(value);
  return at;
}

/** Reads what stands between two groups. @returns Where the next group begins, or -1. */
function readSeparator(text: string, at: number, groups: Groups): number {
  if (text.charCodeAt(at) !== COLON) {
    return NONE;
  }
  if (text.charCodeAt(at + 1) !== COLON) {
    // A single colon leads to another group.
    return at > 0 && at + 1 < text.length ? at + 1 : NONE;
  }
  if (groups.gap !== NONE) {
    return NONE;
  }
  groups.gap = groups.values.length;
  return at + 2;
}

function readGroups(text: string): Groups | undefined {
  const groups: Groups = { values: [], gap: NONE };
  let at = text.charCodeAt(0) === COLON ? readSeparator(text, 0, groups) : 0;
  while (at !== NONE && at < text.length && groups.values.length < GROUPS) {
    at = readGroup(text, at, groups);
    if (at === text.length) {
      return groups;
    }
    at = at === NONE ? NONE : readSeparator(text, at, groups);
  }
  return at === text.length ? groups : undefined;
}

/** @returns Eight groups: those that `::` stands for are zero, and it stands for at least one. */
function expand({ values, gap }: Groups): readonly number[] | undefined {
  if (gap === NONE) {
    return values.length === GROUPS ? values : undefined;
  }
  const missing = GROUPS - values.length;
  if (missing < 1) {
    return undefined;
  }
  const expanded = values.slice(0, gap);
  for (let count = 0; count < missing; count += 1) {
    expanded.push(0);
  }
  return expanded.concat(values.slice(gap));
}

/** @returns Four words, or `undefined` for a text that is no IPv6 address. */
export function parseIpv6Words(text: string): readonly number[] | undefined {
  const read = readGroups(text);
  const groups = read === undefined ? undefined : expand(read);
  if (groups === undefined) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  return [a * 65_536 + b, c * 65_536 + d, e * 65_536 + f, g * 65_536 + h];
}
