import type { IpRange } from './ip-range.js';
import { maskWord } from './ip-range.js';

/** The networks whose prefix ends in one and the same word, by how many of its bits count. */
interface NetworksOfLength {
  readonly bits: number;
  readonly words: Set<number>;
}

/** What is known of networks that agree in all words before this one. */
interface Node {
  readonly ending: NetworksOfLength[];
  /** Where longer prefixes go on, by the whole word. */
  readonly onward: Map<number, Node>;
}

function emptyNode(): Node {
  return { ending: [], onward: new Map() };
}

function endHere(node: Node, bits: number, word: number): void {
  const known = node.ending.find((one) => one.bits === bits);
  if (known === undefined) {
    node.ending.push({ bits, words: new Set([word | 0]) });
  } else {
    known.words.add(word | 0);
  }
}

/**
 * Networks of one family. A look-up costs one probe per prefix length that ends in a word, at most
 * 33 per word, however many networks there are.
 */
export class NetworkTree {
  readonly #root = emptyNode();

  add({ base, length }: IpRange): void {
    let node = this.#root;
    // 32 bits end in their word, 33 in the next one; 0 bits end in the first.
    const last = Math.max(0, Math.ceil(length / 32) - 1);
    for (let at = 0; at < last; at += 1) {
      // Signed words are small integers to V8, unsigned ones may be boxed.
      const word = (base.words[at] ?? 0) | 0;
      const next = node.onward.get(word) ?? emptyNode();
      node.onward.set(word, next);
      node = next;
    }
    endHere(node, length - last * 32, base.words[last] ?? 0);
  }

  has(words: readonly number[]): boolean {
    let node: Node | undefined = this.#root;
    for (const word of words) {
      for (const { bits, words: networks } of node.ending) {
        if (networks.has(maskWord(word, bits) | 0)) {
          return true;
        }
      }
      node = node.onward.get(word | 0);
      if (node === undefined) {
        return false;
      }
    }
    return false;
  }
}
