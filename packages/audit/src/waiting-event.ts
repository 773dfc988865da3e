import type { AuditEvent, EpochMs } from '@gatehouse/core';
import type { Pending } from './chain.js';
import { copyPlain, type PlainCopy } from './plain-copy.js';

/** Makes what a line says of an event: secrets hidden, printable, all of it on one line. */
export type Render = (at: EpochMs, event: AuditEvent) => string;

/** How an event waits. */
export interface Waiting {
  readonly render: Render;
  /** Set for `record`: it is taken out when its caller was told that it is not written. */
  readonly withdrawable: boolean;
  /** Whether it may be rendered later. */
  readonly mayBeCopied: boolean;
}

/**
 * An event that waits to be written, as it was when it came.
 *
 * To render it takes longer than everything else that a request does for the trail. So it is copied,
 * if that is all it needs to stay as it was, and rendered with the others of its group.
 */
export class WaitingEvent implements Pending {
  readonly at: EpochMs;
  readonly withdrawable: boolean;
  readonly #render: Render;
  #copy: PlainCopy | undefined;
  #text = '';

  /** @throws What a getter of the event throws, and `TypeError` for what is no event. */
  constructor(at: EpochMs, event: AuditEvent, { render, withdrawable, mayBeCopied }: Waiting) {
    this.at = at;
    this.withdrawable = withdrawable;
    this.#render = render;
    this.#copy = mayBeCopied ? copyPlain(event) : undefined;
    if (this.#copy === undefined) {
      this.#text = render(at, event);
    }
  }

  /** How long {@link rendered} is; at most, while it is not rendered. */
  get characters(): number {
    return this.#copy?.characters ?? this.#text.length;
  }

  /** The same text each time: an attempt that failed may have written it. */
  get rendered(): string {
    this.render();
    return this.#text;
  }

  /** Renders it if nobody has yet; from then on, nothing is held of what redaction hides. */
  render(): void {
    if (this.#copy !== undefined) {
      this.#text = this.#render(this.at, this.#copy.event);
      this.#copy = undefined;
    }
  }
}
