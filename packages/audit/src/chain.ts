import type { AuditBatch, AuditHead, AuditLine, EpochMs } from '@gatehouse/core';
import type { ChainKeys } from './chain-keys.js';
import type { UnsignedHead } from './chain-mac.js';
import { lineBody, lineText, parseLine } from './line.js';
import { damaged } from './problems.js';

/** The end of a trail as far as somebody knows it. */
export interface ChainEnd {
  readonly sequence: number;
  readonly mac: string;
}

/** An event with its time, rendered, that has no number yet. */
export interface Pending {
  readonly at: EpochMs;
  /** What `renderEvent` made. */
  readonly rendered: string;
}

/** What storage hands to an append. */
export interface FoundState {
  readonly head: AuditHead | undefined;
  readonly unconfirmed: readonly string[];
  readonly torn: boolean;
}

/** Whether an end lies before what somebody knows, or beside it. */
export function isBehind(end: ChainEnd, known: ChainEnd): boolean {
  return (
    end.sequence < known.sequence || (end.sequence === known.sequence && end.mac !== known.mac)
  );
}

/** Extends the chain of one trail. Nothing here reads or writes: it computes what is to be written. */
export class Chain {
  readonly #keys: ChainKeys;
  readonly #location: string;
  #known: ChainEnd | undefined;

  constructor(keys: ChainKeys, location: string) {
    this.#keys = keys;
    this.#location = location;
  }

  /** The latest end that this process saw under a valid head. */
  get known(): ChainEnd | undefined {
    return this.#known;
  }

  /** Whether a head is signed by the key that it names. @throws As `ChainKeys.current` does. */
  isSigned(head: AuditHead): boolean {
    return this.#keys.current(head).headMac(head) === head.headMac;
  }

  /**
   * Makes sure that a head may be continued.
   *
   * @returns The same head.
   * @throws `ERR_MCPAUTH_AUDIT_DAMAGED` when it is missing although there was one, was altered, or
   *   lies behind what this process wrote; and as `ChainKeys.current` does.
   */
  trust(head: AuditHead | undefined): AuditHead {
    if (head === undefined) {
      throw damaged(this.#location, 'its head is missing');
    }
    if (!this.isSigned(head)) {
      throw damaged(this.#location, 'its head was altered');
    }
    if (this.#known !== undefined && isBehind(head, this.#known)) {
      throw damaged(this.#location, `it was set back to record ${head.sequence}`);
    }
    return head;
  }

  /** Takes note of an end that is durable now. Only a trusted head may be given. */
  saw({ sequence, mac }: ChainEnd): void {
    if (sequence >= (this.#known?.sequence ?? 0)) {
      this.#known = { sequence, mac };
    }
  }

  /** @returns The head of a trail with a new key and no record. */
  begin(): AuditHead {
    const chainKeys = [this.#keys.create(1)];
    const { beginning } = this.#keys.current({ chainKeys });
    return this.sign({
      sequence: 0,
      mac: beginning,
      firstSequence: 1,
      firstPrevious: beginning,
      chainKeys,
    });
  }

  /** @returns The head with its MAC, by the key that it names first. */
  sign(head: UnsignedHead): AuditHead {
    const { sequence, mac, firstSequence, firstPrevious, chainKeys } = head;
    const unsigned = { sequence, mac, firstSequence, firstPrevious, chainKeys };
    return { ...unsigned, headMac: this.#keys.current(head).headMac(unsigned) };
  }

  /**
   * Follows lines that stand after the head: whole, but from a process that died before it could
   * write the head.
   *
   * @throws `ERR_MCPAUTH_AUDIT_DAMAGED` when one does not continue the chain: nobody of ours wrote it.
   */
  takeIn(head: AuditHead, unconfirmed: readonly string[]): ChainEnd {
    let end: ChainEnd = head;
    for (const text of unconfirmed) {
      const next = this.follow(head, end, text);
      if (next === undefined) {
        throw damaged(
          this.#location,
          `what follows record ${end.sequence} was not written by the log`,
        );
      }
      end = next;
    }
    return end;
  }

  /** @returns The end after one more line, or `undefined` when the line does not continue the chain. */
  follow(keys: Pick<AuditHead, 'chainKeys'>, end: ChainEnd, text: string): ChainEnd | undefined {
    const parts = parseLine(text);
    if (parts === undefined || parts.sequence !== end.sequence + 1) {
      return undefined;
    }
    const key = this.#keys.signing(keys, parts.sequence);
    const mac = key.lineMac(end.mac, parts.body);
    return mac === parts.mac ? { sequence: parts.sequence, mac } : undefined;
  }

  /** @returns New lines after `end`, and the head that belongs to them. */
  extend(head: AuditHead, end: ChainEnd, events: readonly Pending[]): AuditBatch {
    const key = this.#keys.current(head);
    let { sequence, mac } = end;
    const lines = events.map(({ at, rendered }): AuditLine => {
      sequence += 1;
      const body = lineBody(sequence, rendered);
      mac = key.lineMac(mac, body);
      return { sequence, at, mac, text: lineText(body, mac) };
    });
    return { lines, head: this.sign({ ...head, sequence, mac }) };
  }

  /**
   * @returns The head after everything up to `lastRemoved` was removed, and with it the keys that
   *   no record needs any more.
   */
  rehead(head: AuditHead, lastRemoved: string): AuditHead {
    this.trust(head);
    const parts = parseLine(lastRemoved);
    if (parts === undefined || parts.sequence > head.sequence) {
      throw damaged(this.#location, 'what was to be removed does not end with a record');
    }
    const firstSequence = parts.sequence + 1;
    const oldest = head.chainKeys.indexOf(this.#keys.sealedFor(head, firstSequence));
    return this.sign({
      ...head,
      firstSequence,
      firstPrevious: parts.mac,
      chainKeys: head.chainKeys.slice(0, oldest + 1),
    });
  }

  /** @returns The head with a new key for what follows, all keys sealed under the current master key. */
  rekey(head: AuditHead, end: ChainEnd): AuditHead {
    const next = this.#keys.create(end.sequence + 1);
    const older = head.chainKeys.map((key) => this.#keys.reseal(key));
    return this.sign({
      ...head,
      sequence: end.sequence,
      mac: end.mac,
      chainKeys: [next, ...older],
    });
  }
}
