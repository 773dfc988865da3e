import type { AuditHead } from '@gatehouse/core';
import type { ChainEnd } from './chain.js';
import { parseLine } from './line.js';
import type { AuditProblem } from './types.js';
import type { VerifyContext } from './verify-context.js';

/** How many lines behind the break are tried, to tell an altered record from another trail. */
const LINES_TRIED = 64;

/** Where the chain breaks. */
interface Break {
  /** The last good record. */
  readonly end: ChainEnd;
  /** The line behind it, which is not the next record. */
  readonly text: string;
  /** The number that the line claims, if it is a line of ours at all. */
  readonly claimed: number | undefined;
}

/** What stands before and behind the break. */
interface Surroundings {
  /** The same line stands before the break. */
  readonly isCopy: boolean;
  /** Another line of the claimed number stands behind. */
  readonly claimedLater: boolean;
  /** The record that should stand at the break stands behind. */
  readonly expectedLater: boolean;
  /** Some line behind was made by this trail's key to follow the line before it. */
  readonly goesOn: boolean;
  /** Nothing stands behind. */
  readonly isLast: boolean;
}

/** The MAC that a line must have had for its successor, whatever its own MAC member says now. */
function ownMac(
  { keys }: VerifyContext,
  head: AuditHead,
  { end, text }: Break,
): ChainEnd | undefined {
  const parts = parseLine(text);
  if (parts?.sequence !== end.sequence + 1) {
    return undefined;
  }
  const mac = keys.signing(head, parts.sequence).lineMac(end.mac, parts.body);
  return { sequence: parts.sequence, mac };
}

/** Looks at one line after the other behind the break. */
class Lookout {
  claimedLater = false;
  expectedLater = false;
  goesOn = false;
  seen = 0;
  readonly #context: VerifyContext;
  readonly #head: AuditHead;
  readonly #broken: Break;
  #before: readonly (ChainEnd | undefined)[];

  constructor(context: VerifyContext, head: AuditHead, broken: Break) {
    this.#context = context;
    this.#head = head;
    this.#broken = broken;
    this.#before = [parseLine(broken.text), ownMac(context, head, broken)];
  }

  look(line: string): void {
    const parts = parseLine(line);
    this.seen += 1;
    const { end, claimed } = this.#broken;
    this.claimedLater ||= parts !== undefined && parts.sequence === claimed;
    this.expectedLater ||= this.#follows(end, line);
    if (!this.goesOn && this.seen <= LINES_TRIED) {
      this.goesOn = this.#before.some(
        (before) => before !== undefined && this.#follows(before, line),
      );
    }
    this.#before = [parts];
  }

  #follows(before: ChainEnd, line: string): boolean {
    return this.#context.chain.follow(this.#head, before, line) !== undefined;
  }
}

/** Reads the trail once more: what is wrong is rare, and keeping every line for it is not worth it. */
async function survey(
  context: VerifyContext,
  head: AuditHead,
  broken: Break,
): Promise<Surroundings> {
  const good = broken.end.sequence + 1 - head.firstSequence;
  const lookout = new Lookout(context, head, broken);
  let isCopy = false;
  let index = 0;
  for await (const line of context.storage.read()) {
    if (index < good) {
      isCopy ||= line === broken.text;
    } else if (index > good) {
      lookout.look(line);
    }
    index += 1;
  }
  const { claimedLater, expectedLater, goesOn, seen } = lookout;
  return { isCopy, claimedLater, expectedLater, goesOn, isLast: seen === 0 };
}

function inserted(expected: number): AuditProblem {
  return {
    kind: 'inserted',
    sequence: expected,
    message: `A line that belongs nowhere stands before record ${expected}.`,
  };
}

function duplicated(sequence: number, expected: number): AuditProblem {
  return {
    kind: 'duplicated',
    sequence,
    message: `A copy of record ${sequence} stands where record ${expected} belongs.`,
  };
}

/** A line that claims to be the expected record, or claims nothing, and does not fit. */
function notTheRecord(expected: number, around: Surroundings): AuditProblem {
  if (around.expectedLater) {
    return inserted(expected);
  }
  if (around.goesOn || around.isLast) {
    return {
      kind: 'changed',
      sequence: expected,
      message: `Record ${expected} is not as it was written.`,
    };
  }
  return {
    kind: 'foreign',
    sequence: expected,
    message: `From record ${expected} on, the lines were not made with the key of this trail.`,
  };
}

/** A line that claims a number beyond the expected one. */
function tooFar(expected: number, claimed: number, around: Surroundings): AuditProblem {
  if (!around.expectedLater) {
    return {
      kind: 'removed',
      sequence: expected,
      last: claimed - 1,
      message: `Records ${expected} to ${claimed - 1} are missing.`,
    };
  }
  if (around.claimedLater) {
    return duplicated(claimed, expected);
  }
  // Two neighbours that changed places, or one that was moved: from here they look the same.
  return {
    kind: 'reordered',
    sequence: expected,
    message: `Record ${claimed} stands where record ${expected} belongs, which stands behind it.`,
  };
}

/** @returns What is wrong with the line behind the last good record. */
export async function diagnose(
  context: VerifyContext,
  head: AuditHead,
  end: ChainEnd,
  text: string,
): Promise<AuditProblem> {
  const expected = end.sequence + 1;
  const broken = { end, text, claimed: parseLine(text)?.sequence };
  const around = await survey(context, head, broken);
  const { claimed } = broken;
  if (around.isCopy && claimed !== undefined) {
    return duplicated(claimed, expected);
  }
  if (claimed === undefined || claimed === expected) {
    return notTheRecord(expected, around);
  }
  return claimed < expected ? inserted(expected) : tooFar(expected, claimed, around);
}
