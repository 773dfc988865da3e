import { normaliseAddress } from './address.js';

/**
 * The hops of a forwarding header, leftmost (farthest from us) first: an address, or `undefined`
 * where the text is none (`unknown`, obfuscated names, octal or hexadecimal spellings, garbage).
 */
export type Hops = readonly (string | undefined)[];

/**
 * Reads `X-Forwarded-For`. Repeated lines are one list, in order (RFC 9110 §5.3).
 *
 * @param values - The values of all lines.
 */
export function readForwardedFor(values: readonly string[]): Hops {
  return values.flatMap((value) => value.split(',').map((part) => addressOf(part.trim())));
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

/** One `name=value` with what ends it: `;` goes on in the same hop, `,` begins the next one. */
const PAIR = new RegExp(
  `[ \\t]*(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")[ \\t]*([;,]|$)`,
  'y',
);

/**
 * Reads the `for` of each element of `Forwarded` (RFC 7239 §4).
 *
 * @param values - The values of all lines.
 * @returns One unknown hop for a header that does not follow the grammar: a quote that a client left
 *   open would otherwise hide what a proxy wrote behind it.
 */
export function readForwarded(values: readonly string[]): Hops {
  const text = values.join(',');
  const hops: (string | undefined)[] = [];
  let named: string[] = [];
  for (let at = 0; at < text.length; at = PAIR.lastIndex) {
    PAIR.lastIndex = at;
    const [, name, token, quoted, end] = PAIR.exec(text) ?? [];
    if (name === undefined) return [undefined];
    if (name.toLowerCase() === 'for') named.push(token ?? quoted?.replace(/\\(.)/g, '$1') ?? '');
    if (end === ';') continue;
    hops.push(named.length === 1 ? addressOf(named[0] ?? '') : undefined);
    named = [];
  }
  return /[;,]\s*$/.test(text) || hops.length === 0 ? [undefined] : hops;
}

/** The first colon ends the first part: with two parts that take colons, long ones take squares. */
const WITH_PORT = /^(?:\[([^\]:]*:[^\]]*)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5})$/;

/** An address, with or without port; IPv6 also in brackets (RFC 7239 §6). */
function addressOf(node: string): string | undefined {
  const [, bracketed, dotted] = WITH_PORT.exec(node) ?? [];
  return normaliseAddress(bracketed ?? dotted ?? node);
}
