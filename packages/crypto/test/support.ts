import type { RandomBytes } from '@gatehouse/core';
import type { KeyRing, MasterKey } from '@gatehouse/crypto';
import { createKeyRing, parseMasterKey } from '@gatehouse/crypto';
import fc from 'fast-check';

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes of a hex text, for vectors; whitespace between groups is ignored. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The master key of a text that `parseMasterKey` must accept. */
export function masterKey(text: string): MasterKey {
  const parsed = parseMasterKey(text);
  if (!parsed.ok) {
    throw new TypeError(`text must be a master key: ${parsed.problem}`);
  }
  return parsed.key;
}

/** SHA-256 of `gatehouse test master key`, and of the same with ` 2` behind it. */
export const KEY_TEXT = 'dS5fpHsUxLYbbspBdRGXvuHo5RE5RutZ5_0eGqGJZcs';
export const OTHER_KEY_HEX = '1df22aa45e6541b543e41c9a922c1a0567c10cf33a539fa978df18d5e680452a';

/** A generator that repeats one byte: fit for nonces in tests, not for keys. */
export function constantRandom(byte: number): RandomBytes {
  return (length) => new Uint8Array(length).fill(byte);
}

/** A ring with one current key and any previous ones. */
export function ringOf(current: MasterKey, ...previous: MasterKey[]): KeyRing {
  return createKeyRing({ current, previous });
}

/** Byte strings of any content. */
export function bytes(constraints: fc.IntArrayConstraints = {}): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array(constraints);
}

/** Every text that differs from `text` in one character, with `replacements` tried at each place. */
export function* oneCharacterChanges(text: string, replacements: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    for (const replacement of replacements) {
      if (replacement !== text.charAt(at)) {
        yield text.slice(0, at) + replacement + text.slice(at + 1);
      }
    }
  }
}
