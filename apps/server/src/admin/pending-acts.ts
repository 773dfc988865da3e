import { createHash } from 'node:crypto';

/** Acts that wait for a person's word, of all callers. */
const MOST = 1_000;

/** One very act of one caller. */
export interface PendingAct {
  /** Of the session; of the key, where a program asks. */
  readonly owner: string;
  readonly control: string;
  readonly command: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

/**
 * The tokens that stand for "the effects were shown at the page". They never leave the server: the
 * page only says `confirmed`, and that counts for the very act that was shown, in the very session
 * that it was shown in, once.
 */
export class PendingActs {
  readonly #tokens = new Map<string, { readonly owner: string; readonly token: string }>();

  keep(act: PendingAct, token: string): void {
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size >= MOST && oldest !== undefined) this.#tokens.delete(oldest);
    this.#tokens.set(digestOf(act), { owner: act.owner, token });
  }

  /** Uses one up. */
  take(act: PendingAct): string | undefined {
    const digest = digestOf(act);
    const token = this.#tokens.get(digest)?.token;
    this.#tokens.delete(digest);
    return token;
  }

  /** A session has ended, and what was shown in it. */
  forget(owner: string): void {
    for (const [digest, pending] of this.#tokens) {
      if (pending.owner === owner) this.#tokens.delete(digest);
    }
  }
}

function digestOf({ owner, control, command, args }: PendingAct): string {
  const sorted = Object.entries(args).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([owner, control, command, sorted]))
    .digest('base64url');
}
