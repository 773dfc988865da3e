/** An address as a number. IPv4 fits a double; IPv6 needs 128 bits. */
export type IpAddress =
  | { readonly version: 4; readonly value: number }
  | { readonly version: 6; readonly value: bigint };

const LONGEST_IPV6 = 45;

/**
 * Reads four decimal numbers, and only that. The forms that C libraries also take (`10.1`, octal
 * `012.0.0.1`, `167772161`) are refused: two readers that disagree on one text are a way around a
 * list.
 *
 * @returns An unsigned 32-bit integer.
 */
function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) {
    return undefined;
  }
  let value = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) {
      return undefined;
    }
    value = value * 256 + Number(part);
  }
  return value;
}

/** Groups of 16 bits; an IPv4 address may stand for the last two (RFC 4291 §2.2). */
function parseGroups(text: string): number[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const embedded = at === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) {
      return undefined;
    }
    groups.push(embedded >>> 16, embedded & 0xffff);
  }
  return groups;
}

function expand(text: string): readonly number[] | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const before = parseGroups(head);
  if (before === undefined || more.length > 0) {
    return undefined;
  }
  if (tail === undefined) {
    return before.length === 8 ? before : undefined;
  }
  const after = parseGroups(tail);
  // An IPv4 address before "::" would have been read as the end of the text.
  if (after === undefined || before.length + after.length > 7 || head.includes('.')) {
    return undefined;
  }
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after];
}

function parseIpv6(text: string): bigint | undefined {
  const groups = text.length > LONGEST_IPV6 ? undefined : expand(text);
  return groups?.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/**
 * Reads an address in its standard text form. `::ffff:10.1.2.3` is the IPv4 address 10.1.2.3 as a
 * dual-stack socket reports it, and becomes that.
 *
 * @param text - IPv4 or IPv6, without zone, port, brackets or prefix length.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { version: 4, value };
  }
  const value = parseIpv6(text);
  if (value === undefined) {
    return undefined;
  }
  return value >> 32n === 0xffffn
    ? { version: 4, value: Number(value & 0xffffffffn) }
    : { version: 6, value };
}

/** Like {@link parseIpAddress}, for the address of a peer: a zone (`fe80::1%eth0`) is dropped. */
export function parsePeerAddress(text: string): IpAddress | undefined {
  const [, zoned] = /^([^%]*:[^%]*)%[0-9A-Za-z._~-]+$/.exec(text) ?? [];
  return parseIpAddress(zoned ?? text);
}
