import type { AuditHead, AuditStorage } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { Chain, ChainEnd } from './chain.js';
import { isBehind } from './chain.js';
import { diagnose } from './diagnose.js';
import type { AuditCheckpoint, AuditProblem, AuditVerification } from './types.js';
import type { VerifyContext } from './verify-context.js';

/** How often a trail is read again because retention or a new key came in between. */
const MOST_READINGS = 3;

/** What was found good, and the first line that was not. */
interface Reading {
  readonly end: ChainEnd;
  readonly count: number;
  /** The line that stands where the next record should be, and is not it. */
  readonly broken: string | undefined;
  /** MACs of the records that were asked for. */
  readonly macs: ReadonlyMap<number, string>;
}

/** What is compared beside head and lines. */
interface Claims {
  /** What this process saw before it began to verify. */
  readonly known: ChainEnd | undefined;
  readonly checkpoint: AuditCheckpoint | undefined;
}

/** Follows the lines from the oldest record as far as they are good. */
async function readChain(
  { storage, chain }: VerifyContext,
  head: AuditHead,
  wanted: ReadonlySet<number>,
): Promise<Reading> {
  const before = head.firstSequence - 1;
  let end: ChainEnd = { sequence: before, mac: head.firstPrevious };
  const macs = new Map([[before, end.mac]]);
  let broken: string | undefined;
  for await (const text of storage.read()) {
    const next = chain.follow(head, end, text);
    if (next === undefined) {
      broken = text;
      break;
    }
    end = next;
    if (wanted.has(next.sequence)) {
      macs.set(next.sequence, next.mac);
    }
  }
  return { end, count: end.sequence - before, broken, macs };
}

function headChanged(sequence: number, message: string): AuditProblem {
  return { kind: 'head-changed', sequence, message };
}

/** @returns Why head and lines do not fit, if the lines are good in themselves. */
function misfit(head: AuditHead, { end, macs }: Reading): AuditProblem | undefined {
  if (end.sequence < head.sequence) {
    return {
      kind: 'truncated',
      sequence: end.sequence + 1,
      last: head.sequence,
      message: `The head says that record ${head.sequence} is the last; it is record ${end.sequence}.`,
    };
  }
  return macs.get(head.sequence) === head.mac
    ? undefined
    : headChanged(head.sequence, `The head and record ${head.sequence} do not belong together.`);
}

/** @returns What this process knows against a trail that is good in itself. */
function setBack(head: AuditHead, { known }: Claims): AuditProblem | undefined {
  if (known === undefined || !isBehind(head, known)) {
    return undefined;
  }
  return {
    kind: 'rolled-back',
    sequence: Math.min(head.sequence + 1, known.sequence),
    last: known.sequence,
    message: `This process knows record ${known.sequence}; the head was set back.`,
  };
}

/** @returns What a checkpoint says about a trail that is good in itself. */
function compareCheckpoint(
  { keys }: VerifyContext,
  head: AuditHead,
  { end, macs }: Reading,
  checkpoint: AuditCheckpoint,
): AuditProblem | 'matches' | 'too-old' {
  const { sequence, mac, keyId, checkpointMac } = checkpoint;
  if (sequence < head.firstSequence - 1) {
    return 'too-old';
  }
  const sealed = head.chainKeys.find(({ id }) => id === keyId);
  if (sealed === undefined) {
    const message = 'The trail does not name the key that the checkpoint was made with.';
    return { kind: 'foreign', sequence: head.firstSequence, message };
  }
  if (keys.current({ chainKeys: [sealed] }).checkpointMac(checkpoint) !== checkpointMac) {
    return { kind: 'checkpoint-invalid', sequence, message: 'The checkpoint was altered.' };
  }
  if (macs.get(sequence) === mac) {
    return 'matches';
  }
  return {
    kind: 'rolled-back',
    sequence: Math.min(end.sequence + 1, sequence),
    last: sequence,
    message: `The checkpoint knows record ${sequence}; the trail does not hold it as it was.`,
  };
}

type Result = AuditProblem | 'matches' | 'too-old' | undefined;

function answer(head: AuditHead | undefined, reading: Reading | undefined, result: Result) {
  const count = reading?.count ?? 0;
  const to = count > 0 ? (reading?.end.sequence ?? 0) : 0;
  const outcome =
    typeof result === 'object'
      ? { ok: false, problem: result }
      : { ok: true, ...(result === undefined ? {} : { checkpoint: result }) };
  return {
    ...outcome,
    from: count > 0 ? to - count + 1 : 0,
    to,
    count,
    unconfirmed: Math.max(0, to - Math.max(head?.sequence ?? 0, to - count)),
  } satisfies AuditVerification;
}

async function isEmpty(storage: AuditStorage): Promise<boolean> {
  for await (const _line of storage.read()) {
    return false;
  }
  return true;
}

async function withoutHead({ storage }: VerifyContext, claims: Claims): Promise<AuditVerification> {
  const { known, checkpoint } = claims;
  if (known === undefined && checkpoint === undefined && (await isEmpty(storage))) {
    return answer(undefined, undefined, undefined);
  }
  const message = 'The head of the trail is missing.';
  return answer(undefined, undefined, { kind: 'head-missing', sequence: 0, message });
}

/** Whether a head is signed; one whose key does not open any more is not. */
function isSigned(chain: Chain, head: AuditHead): boolean {
  try {
    return chain.isSigned(head);
  } catch (error) {
    if (isMcpAuthError(error) && error.code === 'ERR_MCPAUTH_AUDIT_DAMAGED') {
      return false;
    }
    throw error;
  }
}

async function verifyAgainst(
  context: VerifyContext,
  head: AuditHead,
  claims: Claims,
): Promise<AuditVerification> {
  const { checkpoint } = claims;
  if (!isSigned(context.chain, head)) {
    const message = 'The head of the trail was altered, or belongs to another trail.';
    return answer(head, undefined, headChanged(head.sequence, message));
  }
  const wanted = new Set([head.sequence, checkpoint?.sequence ?? head.sequence]);
  const reading = await readChain(context, head, wanted);
  const problem =
    reading.broken === undefined
      ? (misfit(head, reading) ?? setBack(head, claims))
      : await diagnose(context, head, reading.end, reading.broken);
  if (problem !== undefined || checkpoint === undefined) {
    return answer(head, reading, problem);
  }
  return answer(head, reading, compareCheckpoint(context, head, reading, checkpoint));
}

/**
 * Verifies a trail that others may be writing to, and prune, at the same time.
 *
 * @throws What the storage throws, and `ERR_MCPAUTH_MASTER_KEY_MISSING` or `_MISMATCH`.
 */
export async function verifyTrail(
  context: VerifyContext,
  checkpoint: AuditCheckpoint | undefined,
): Promise<AuditVerification> {
  const { chain, storage } = context;
  for (let left = MOST_READINGS; ; left -= 1) {
    const claims = { known: chain.known, checkpoint };
    const head = await storage.head();
    if (head === undefined) {
      return withoutHead(context, claims);
    }
    const result = await verifyAgainst(context, head, claims);
    const after = await storage.head();
    const isMoved =
      after?.firstSequence !== head.firstSequence ||
      after.chainKeys[0]?.id !== head.chainKeys[0]?.id;
    if (result.ok || !isMoved || left <= 1) {
      return result;
    }
  }
}
