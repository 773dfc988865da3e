/** @returns The dotted form of one word. */
export function ipv4Text([word = 0]: readonly number[]): string {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.');
}

/** @returns Eight groups, none left out. */
export function ipv6Text(words: readonly number[]): string {
  return words
    .flatMap((word) => [word >>> 16, word & 0xffff])
    .map((group) => group.toString(16))
    .join(':');
}

/** @returns The words with one bit turned over; bit 0 is the first of an address. */
export function flipBit(words: readonly number[], bit: number): readonly number[] {
  return words.map((word, at) =>
    at === Math.floor(bit / 32) ? (word ^ (1 << (31 - (bit % 32)))) >>> 0 : word,
  );
}
